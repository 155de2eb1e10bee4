import { exitStatus, SchemaError } from "../errors";
import type { Migration } from "../migrations";
import type { Direction } from "./events";
import { endsOf, type Line, lineOf, placeOf, type Range, rangeOf, within } from "./naming";
import type { Standing } from "./record/standing";

/** The pending migrations up to the place `to`, everything without it. */
export function upRange(standing: Standing, to?: string): readonly Migration[] {
  const { pending, applied } = standing;
  if (to === undefined) return pending;
  refuseRange(to);
  const line = lineOf(standing);
  const place = placeOf(line, to);
  if (place > applied.length) return pending.slice(0, place - applied.length);
  if (place < applied.length && /^\s*(?:base|-\d+)\s*$/i.test(to)) throw leadsBack(to);
  // It is applied already: what was merged late before it is asked for as well.
  const newest = line.migrations[place - 1]?.timestamp ?? 0;
  return pending.filter(({ timestamp }) => timestamp <= newest);
}

export interface DownTo {
  /** The migration that stays applied, `base` for none. */
  readonly to?: string | undefined;
  /** How many are undone where `to` does not say; one, or what was left unfinished. */
  readonly steps?: number | undefined;
}

/**
 * What a rollback undoes, the last executed first: what was left unfinished, alone where nothing else is asked for, then
 * applied migrations. Refuses the whole where one cannot be undone.
 */
export function downRange(
  migrations: readonly Migration[],
  standing: Standing,
  { to, steps }: DownTo,
): readonly Migration[] {
  const { applied, unfinished } = standing;
  const isApplied = new Set(applied.map(({ name }) => name));
  const begun = unfinished.map(({ name }) => name).filter((name) => !isApplied.has(name));
  const count = Math.max(0, (steps ?? 1) - begun.length);
  const kept = to === undefined ? Math.max(0, applied.length - count) : keptBy(to, standing);
  const undone = applied.slice(kept).map(({ name }) => name);
  const byName = new Map(migrations.map((migration) => [migration.name, migration]));
  return [...undone, ...begun].reverse().map((name) => {
    const migration = byName.get(name);
    if (migration === undefined) throw missing(name);
    return reversible(migration);
  });
}

function keptBy(to: string, standing: Standing): number {
  refuseRange(to);
  const line = lineOf(standing);
  const place = placeOf(line, to);
  if (place <= standing.applied.length) return place;
  throw new SchemaError({
    code: "NOT_APPLIED",
    message: `${line.migrations[place - 1]?.name} is not applied, so there is no rolling back to it.`,
    hint: "Name an applied migration: it and what came before it stay applied. schema history lists them.",
  });
}

/**
 * The migrations of a range `A..B`, in the order in which the direction runs them. A way down may be written from its
 * upper end as well.
 */
export function scriptRange(
  migrations: readonly Migration[],
  line: Line,
  direction: Direction,
  text: string,
): readonly Migration[] {
  const byName = new Map(migrations.map((migration) => [migration.name, migration]));
  const refs = within(line, direction === "up" ? rangeOf(line, text) : undoneBy(line, text));
  const range = refs.map(({ name }) => byName.get(name) ?? missingFile(name));
  return direction === "up" ? range : range.reverse().map(reversible);
}

function undoneBy(line: Line, text: string): Range {
  const ends = endsOf(text);
  if (ends === null) return rangeOf(line, text);
  const [one, other] = [placeOf(line, ends.from), placeOf(line, ends.to)];
  return { from: Math.min(one, other), to: Math.max(one, other) };
}

function refuseRange(text: string): void {
  if (endsOf(text) === null) return;
  throw new SchemaError({
    code: "RANGE_OF_SCRIPT",
    message: `"${text}" is a range, and a database goes from where it stands to one place. Nothing was done.`,
    hint: "Name the place to stop at; with --sql a range gives a script.",
  });
}

function reversible(migration: Migration): Migration {
  if (typeof migration.instance.down !== "function") throw irreversible(migration.name);
  return migration;
}

function leadsBack(to: string): SchemaError {
  return new SchemaError({
    code: "LEADS_BACK",
    message: `"${to}" comes before what is applied, and apply goes forward only. Nothing was done.`,
    hint: `To undo what came after it: schema rollback --to ${to}`,
  });
}

function missingFile(name: string): never {
  throw new SchemaError({
    code: "MISSING_MIGRATION",
    message: `${name} is in the range, but no file of the project has it.`,
    hint: "Bring its file back, from git or from the branch it came from, or choose a range without it.",
    exit: exitStatus.refused,
  });
}

function missing(name: string): SchemaError {
  return new SchemaError({
    code: "MISSING_MIGRATION",
    message: `${name} is applied, but no file of the project has it, so it cannot be rolled back. Nothing was done.`,
    hint: "Bring its file back, from git or from the branch it came from, and run the command again.",
    exit: exitStatus.refused,
  });
}

function irreversible(name: string): SchemaError {
  return new SchemaError({
    code: "IRREVERSIBLE_MIGRATION",
    message: `${name} has no down method, so it cannot be rolled back. Nothing was done.`,
    hint: "Write its down method, or write a new migration that undoes what it did.",
    exit: exitStatus.refused,
  });
}
