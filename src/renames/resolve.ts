import { type Hint, type Path, pathText, type Renaming, rekey, samePath } from "../change";
import { SchemaError } from "../errors";
import { quoteIdentifier, type Schema, shellQuote } from "../schema";
import { type Claims, contradiction, isLasting, strongestFirst } from "./precedence";
import { isRecorded } from "./recorded";
import { didYouMean } from "./similar";
import { allThings, exists, keyOf, meaningsOf, pathOfParts, type Thing, thingText } from "./things";

export interface Resolved {
  readonly renamings: readonly Renaming[];
  /** Hints without effect, because what they say has happened already. */
  readonly spent: readonly Hint[];
  /** Those that a stronger one contradicts, or says as well. */
  readonly overruled: readonly Hint[];
}

/** What hints are about. */
export interface Schemas {
  readonly current: Schema;
  readonly desired: Schema;
  readonly defaultSchema: string;
  /** What the migrations of the project have carried out. */
  readonly recorded: readonly Hint[];
}

/** What follows from these renames; `current` has the new names. */
export type Follow = (current: Schema, confirmed: readonly Renaming[]) => readonly Renaming[];

/**
 * Finds out what each hint means here. Those about whole tables, views and enums come first: what they contain may be
 * called by its old or its new owner. Labels come last: their enum may have followed its column.
 */
export function resolveHints(
  given: readonly Hint[],
  claims: Claims,
  world: Schemas,
  follow: Follow,
): Resolved {
  const hints = strongestFirst(given);
  const renamings: Renaming[] = [];
  const idle = { spent: [] as Hint[], overruled: [] as Hint[] };
  const note = (hint: Hint, outcome: Resolution) => {
    if (typeof outcome === "string") idle[outcome].push(hint);
    else renamings.push(outcome);
  };
  const now = (): Schemas => ({ ...world, current: rekey(world.current, renamings) });
  const inner = hints.filter((hint) => {
    const outcome = resolveWhole(hint, hints, claims, world);
    if (outcome !== "inner") note(hint, outcome);
    return outcome === "inner";
  });
  const resolveAll = (group: readonly Hint[]) => {
    const [before, here] = [[...renamings], now()];
    for (const hint of group) note(hint, resolveInner(hint, inner, before, claims, here));
  };
  const tables = now();
  const isColumn = (hint: Hint) =>
    innerMeanings(hint, renamings, tables).some(({ kind }) => kind === "column");
  const [columns, labels] = [inner.filter(isColumn), inner.filter((hint) => !isColumn(hint))];
  resolveAll(columns);
  renamings.push(...follow(now().current, renamings));
  resolveAll(labels);
  return { renamings, ...idle };
}

/** A hint is spent when what it says has happened already, and overruled when a stronger one says otherwise. */
type Resolution = Renaming | "spent" | "overruled";

function resolveWhole(
  hint: Hint,
  all: readonly Hint[],
  claims: Claims,
  world: Schemas,
): Resolution | "inner" {
  if (hint.prefix === "column" || hint.prefix === "enum-value") return "inner";
  const meanings = meaningsOf(hint.from, hint.prefix, world.current, world.defaultSchema).filter(
    ({ kind }) => kind !== "column" && kind !== "enumValue",
  );
  const live = meanings.filter((thing) => exists(thing, world.current));
  // A name alone means a schema only when that is said.
  const named = live.filter(({ kind }) => kind !== "namespace" || hint.prefix === "schema");
  const targets = meanings
    .filter(({ kind }) => kind !== "namespace" || hint.prefix === "schema")
    .map((thing) => ({ thing, target: targetOf(thing, hint) }))
    .filter(({ target }) => exists(target, world.current) || exists(target, world.desired));
  if (named.length === 0 && hint.prefix === null && hint.from.length > 1 && targets.length === 0)
    return "inner";
  const possible = named.length > 0 ? named : targets.map(({ thing }) => thing);
  if (possible.length === 0 && isLasting(hint)) return "spent";
  const chosen = oneOf(hint, possible, world);
  return judge(hint, chosen, targetOf(chosen, hint), all, claims, world);
}

function resolveInner(
  hint: Hint,
  all: readonly Hint[],
  whole: readonly Renaming[],
  claims: Claims,
  world: Schemas,
): Resolution {
  const meanings = innerMeanings(hint, whole, world);
  const live = meanings.filter((thing) => exists(thing, world.current));
  const possible = live.length > 0 ? live : meanings;
  if (possible.length === 0 && isLasting(hint)) return "spent";
  const chosen = oneOf(hint, possible, world);
  return judge(hint, chosen, targetOf(chosen, hint), all, claims, world);
}

function innerMeanings(hint: Hint, whole: readonly Renaming[], world: Schemas): Thing[] {
  const from = underNewOwner(hint.from, whole, world.defaultSchema);
  return meaningsOf(from, hint.prefix, world.current, world.defaultSchema).filter(
    ({ kind }) => kind === "column" || kind === "enumValue",
  );
}

/** `users.name` where users is now accounts: `accounts.name`. */
export function underNewOwner(
  parts: readonly string[],
  whole: readonly Renaming[],
  defaultSchema: string,
): readonly string[] {
  const owner = pathOfParts(parts.slice(0, -1), defaultSchema);
  const name = parts.at(-1);
  if (owner === null || name === undefined) return parts;
  const moved = whole.find(
    (renaming) => (renaming.kind === "table" || renaming.kind === "enum") && samePath(renaming.from, owner),
  );
  return moved !== undefined && (moved.kind === "table" || moved.kind === "enum")
    ? [moved.to.schema, moved.to.name, name]
    : parts;
}

/** The same thing under its new name. A relation given without a schema stays in its own. */
function targetOf(thing: Thing, { to, text }: Hint): Thing {
  const name = to.at(-1) ?? "";
  switch (thing.kind) {
    case "namespace":
    case "column":
    case "enumValue":
      if (to.length > 1 && thing.kind === "namespace") throw unreadable(text);
      return { ...thing, name };
    default: {
      const path: Path | null = pathOfParts(to, thing.path.schema);
      if (path === null) throw unreadable(text);
      return { ...thing, path };
    }
  }
}

function judge(
  hint: Hint,
  from: Thing,
  to: Thing,
  all: readonly Hint[],
  claims: Claims,
  world: Schemas,
): Resolution {
  const { current, desired, defaultSchema } = world;
  if (!claims.accepts(keyOf(from), keyOf(to), hint)) return "overruled";
  const [oldLives, newLives] = [exists(from, current), exists(to, current)];
  const opposite = all.find((other) => isOpposite(hint, other));
  if (!oldLives && opposite !== undefined && !isLasting(hint)) throw contradiction(opposite, hint);
  if (!oldLives && newLives) return "spent";
  if (!oldLives && isLasting(hint)) return "spent";
  if (!oldLives) throw neither(hint, from, current);
  const beside = all.filter(
    (other) => other !== hint && ownerOf(other, from, defaultSchema) === ownerOf(hint, from, defaultSchema),
  );
  const vacated = beside.some((other) => other.from.at(-1) === hint.to.at(-1));
  const heirs = beside.filter((other) => other.to.at(-1) === hint.from.at(-1));
  // A name that is handed on is there before and after: it is meant while somebody waits for it.
  const waiting = heirs.some((heir) => exists(targetOf(from, { ...heir, to: heir.from }), current));
  if (newLives && heirs.length > 0 && exists(from, desired) && !waiting) return "spent";
  if (newLives && stays(hint) && isRecorded(hint, world)) return "spent";
  if (newLives && !vacated) throw both(hint, from, to);
  const fits = exists(to, desired) && (heirs.length > 0 || !exists(from, desired));
  if (hint.source === "header" && !fits) return "spent";
  if (!exists(to, desired)) throw notDescribed(hint, to, desired);
  if (exists(from, desired) && heirs.length === 0) throw stillDescribed(hint, from);
  if (!claims.accepts(`to ${keyOf(to)}`, keyOf(from), hint)) return "overruled";
  return renamingOf(from, to);
}

/** Said once and read ever after. */
const stays = ({ source }: Hint) => source === "decorator" || source === "file";

/** What the old name is one of: a schema, a table, an enum. */
function ownerOf({ from: parts }: Hint, { kind }: Thing, defaultSchema: string): string {
  const isInner = kind === "column" || kind === "enumValue";
  const path = pathOfParts(isInner ? parts.slice(0, -1) : parts, defaultSchema);
  if (path === null) return parts.join(".");
  return isInner ? pathText(path) : path.schema;
}

/** Says the same the other way round: a swap where both names are there, else nobody can mean both. */
function isOpposite(hint: Hint, other: Hint): boolean {
  const owner = ({ from }: Hint) => from.slice(0, -1).join(".");
  return (
    other !== hint &&
    other.source === hint.source &&
    owner(other) === owner(hint) &&
    other.from.at(-1) === hint.to.at(-1) &&
    other.to.at(-1) === hint.from.at(-1)
  );
}

function renamingOf(from: Thing, to: Thing): Renaming {
  if (from.kind === "namespace" && to.kind === "namespace")
    return { kind: "namespace", from: from.name, to: to.name };
  if (from.kind === "column" && to.kind === "column")
    return { kind: "column", table: from.table, from: from.name, to: to.name };
  if (from.kind === "enumValue" && to.kind === "enumValue")
    return { kind: "enumValue", enum: from.enum, from: from.name, to: to.name };
  if ("path" in from && "path" in to) return { kind: from.kind, from: from.path, to: to.path };
  throw new Error("a thing keeps its kind when it is renamed");
}

function oneOf(hint: Hint, things: readonly Thing[], { current }: Schemas): Thing {
  const [only] = things;
  if (only === undefined) throw neither(hint, null, current);
  if (things.length === 1) return only;
  throw new SchemaError({
    code: "HINT_AMBIGUOUS",
    message: `"${hint.text}" can mean ${things.map((thing) => `the ${thing.kind} ${thingText(thing)}`).join(" or ")}.`,
    hint: "Say which with a prefix: table:, column:, enum:, enum-value:, index:, view:, sequence: or schema:.",
  });
}

function neither(hint: Hint, from: Thing | null, current: Schema): SchemaError {
  const name = from === null ? hint.from.join(".") : thingText(from);
  const known = allThings(current).map(thingText);
  const close = didYouMean(name, known);
  return new SchemaError({
    code: "HINT_UNKNOWN",
    message: `"${hint.text}": the database has neither ${name} nor what it would be renamed to.`,
    hint: close.length === 0 ? "Correct the old name." : `Did you mean ${close.join(", ")}?`,
  });
}

const both = (hint: Hint, from: Thing, to: Thing) =>
  new SchemaError({
    code: "HINT_BOTH_EXIST",
    message: `"${hint.text}": the database has both ${thingText(from)} and ${thingText(to)}.`,
    hint:
      from.kind === "enumValue"
        ? `A rename would lose one of them. What has one can get the other: --map ${shellQuote(`${thingText(from)}=${quoteIdentifier(hint.to.at(-1) ?? "")}`)}.`
        : "A rename would lose one of them. Remove the hint, or drop one of the two first.",
  });

function notDescribed(hint: Hint, to: Thing, desired: Schema): SchemaError {
  const close = didYouMean(thingText(to), allThings(desired).map(thingText));
  return new SchemaError({
    code: "HINT_NOT_DESCRIBED",
    message: `"${hint.text}": no entity describes ${thingText(to)}.`,
    hint: close.length === 0 ? "Correct the new name." : `Did you mean ${close.join(", ")}?`,
  });
}

const stillDescribed = (hint: Hint, from: Thing) =>
  new SchemaError({
    code: "HINT_STILL_DESCRIBED",
    message: `"${hint.text}": the entities still describe ${thingText(from)}.`,
    hint: "Remove it from the entities, or remove the hint.",
  });

const unreadable = (text: string) =>
  new SchemaError({
    code: "HINT_INVALID",
    message: `"${text}" cannot be read as an answer: the new name has too many parts.`,
    hint: "Write OLD=NEW, as in users.name=full_name or table:public.t=app.t.",
  });
