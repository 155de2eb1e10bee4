import { isDeepStrictEqual } from "node:util";
import {
  type Answers,
  type ColumnSql,
  type LabelMap,
  noValues,
  type Renaming,
  type Said,
  type Values,
} from "../change";
import { SchemaError } from "../errors";
import { type Enum, type Id, makeId, type Schema } from "../schema";
import { Claims, isLasting, strongestFirst } from "./precedence";
import { type Schemas, underNewOwner } from "./resolve";
import { didYouMean } from "./similar";
import { allThings, keyOf, meaningsOf, type Thing, thingText } from "./things";

/** `current` has the new names. */
interface RenamedSchemas extends Omit<Schemas, "recorded"> {
  readonly renamings: readonly Renaming[];
}

/** Finds the columns and enums that a person gave values for, under their old or new names. */
export function resolveValues(
  answers: Answers,
  world: RenamedSchemas,
): { readonly values: Values; readonly spent: readonly Said[]; readonly overruled: readonly Said[] } {
  const idle: Idle = { spent: [], overruled: [] };
  const values = {
    ...noValues,
    usings: expressions("--using", answers.usings, world, isRetyped, idle),
    usingsBack: expressions("--using-back", answers.usingsBack, world, isRetyped, idle),
    backfills: expressions("--backfill", answers.backfills, world, becomesNotNull, idle),
    maps: labelMaps(answers.maps, world, idle),
  };
  return { values, ...idle };
}

/** Answers without effect, and those that a stronger one beats. */
interface Idle {
  readonly spent: Said[];
  readonly overruled: Said[];
}

type Concerns = (id: Id, world: RenamedSchemas) => boolean;

const isRetyped: Concerns = (id, { current, desired }) => {
  const [from, to] = [current.objects.get(id), desired.objects.get(id)];
  return from?.kind === "column" && to?.kind === "column" && !isDeepStrictEqual(from.type, to.type);
};

const becomesNotNull: Concerns = (id, { current, desired }) => {
  const [from, to] = [current.objects.get(id), desired.objects.get(id)];
  return to?.kind === "column" && to.notNull && !(from?.kind === "column" && from.notNull);
};

function expressions(
  flag: string,
  given: readonly ColumnSql[],
  world: RenamedSchemas,
  concerns: Concerns,
  { spent, overruled }: Idle,
): ReadonlyMap<Id, string> {
  const claims = new Claims();
  const found = new Map<Id, string>();
  for (const hint of strongestFirst(given)) {
    const column = columnOf(hint.path, world);
    if (column === null && isLasting(hint)) continue;
    if (column === null) throw unknown(`${flag} ${hint.text}`, hint.path, world.desired);
    if (!claims.accepts(keyOf(column), hint.expression, hint)) {
      overruled.push(hint);
      continue;
    }
    const id = makeId("column", column.table.schema, column.table.name, column.name);
    if (concerns(id, world)) found.set(id, hint.expression);
    else spent.push(hint);
  }
  return found;
}

type ColumnThing = Extract<Thing, { kind: "column" }>;

function columnOf(path: readonly string[], world: RenamedSchemas): ColumnThing | null {
  const { desired, renamings, defaultSchema } = world;
  const meanings = meaningsOf(
    underNewOwner(path, renamings, defaultSchema),
    "column",
    desired,
    defaultSchema,
  );
  for (const meaning of meanings) {
    if (meaning.kind !== "column") continue;
    const { table, name } = meaning;
    const renamed = renamings.find(
      (renaming) =>
        renaming.kind === "column" &&
        renaming.from === name &&
        renaming.table.schema === table.schema &&
        renaming.table.name === table.name,
    );
    const here = { ...meaning, name: renamed?.kind === "column" ? renamed.to : name };
    if (desired.objects.has(makeId("column", table.schema, table.name, here.name))) return here;
  }
  return null;
}

function labelMaps(
  given: readonly LabelMap[],
  world: RenamedSchemas,
  { spent, overruled }: Idle,
): Values["maps"] {
  const claims = new Claims();
  const found = new Map<Id, Map<string, string>>();
  for (const hint of strongestFirst(given)) {
    const label = hint.path.at(-1) ?? "";
    const [type, later] = enumOf(hint, world);
    if (type.labels.every((known) => later.labels.includes(known))) {
      spent.push(hint);
      continue;
    }
    if (!type.labels.includes(label)) throw unknown(`--map ${hint.text}`, hint.path, world.current);
    if (later.labels.includes(label)) throw invalid(hint, `the enum keeps the label "${label}"`);
    if (!later.labels.includes(hint.to)) throw invalid(hint, `the enum has no label "${hint.to}" afterwards`);
    const id = makeId("enum", type.schema, type.name);
    if (claims.accepts(`${id} ${label}`, hint.to, hint))
      found.set(id, (found.get(id) ?? new Map()).set(label, hint.to));
    else overruled.push(hint);
  }
  return found;
}

/** The enum before and after. */
function enumOf(
  hint: LabelMap,
  { current, desired, renamings, defaultSchema }: RenamedSchemas,
): [Enum, Enum] {
  const path = underNewOwner(hint.path, renamings, defaultSchema);
  for (const meaning of meaningsOf(path, "enum-value", current, defaultSchema)) {
    if (meaning.kind !== "enumValue") continue;
    const id = makeId("enum", meaning.enum.schema, meaning.enum.name);
    const [before, after] = [current.objects.get(id), desired.objects.get(id)];
    if (before?.kind === "enum" && after?.kind === "enum") return [before, after];
  }
  throw unknown(`--map ${hint.text}`, hint.path, current);
}

function unknown(text: string, path: readonly string[], schema: Schema): SchemaError {
  const close = didYouMean(path.join("."), allThings(schema).map(thingText));
  return new SchemaError({
    code: "HINT_UNKNOWN",
    message: `"${text}": there is no ${path.join(".")}.`,
    hint: close.length === 0 ? "Correct the name." : `Did you mean ${close.join(", ")}?`,
  });
}

const invalid = ({ text }: LabelMap, why: string) =>
  new SchemaError({
    code: "HINT_INVALID",
    message: `"--map ${text}": ${why}.`,
    hint: "Map a label that goes to one that stays: order_status.cancelled=closed.",
  });
