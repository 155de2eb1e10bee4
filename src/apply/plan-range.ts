import { exitStatus, SchemaError } from "../errors";
import type { Migration } from "../migrations";
import { type MigrationRef, refOf } from "./references";
import { resolveMigration } from "./resolve";
import type { Standing } from "./standing";

/** The pending migrations up to `to`: a name, `+N` for the next N, everything without it. */
export function upRange(
  migrations: readonly Migration[],
  standing: Standing,
  to?: string,
): readonly Migration[] {
  if (to === undefined || to === "head") return standing.pending;
  const count = /^\+(\d+)$/.exec(to)?.[1];
  if (count !== undefined) return standing.pending.slice(0, Number(count));
  const target = resolveMigration(to, migrations.map(refOf));
  return standing.pending.filter(({ timestamp }) => timestamp <= target.timestamp);
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
  const kept = to === undefined ? Math.max(0, applied.length - count) : keptBy(to, migrations, standing);
  const undone = applied.slice(kept).map(({ name }) => name);
  const byName = new Map(migrations.map((migration) => [migration.name, migration]));
  return [...undone, ...begun].reverse().map((name) => {
    const migration = byName.get(name);
    if (migration === undefined) throw missing(name);
    if (typeof migration.instance.down !== "function") throw irreversible(name);
    return migration;
  });
}

function keptBy(to: string, migrations: readonly Migration[], { applied }: Standing): number {
  if (to === "base") return 0;
  const target = resolveMigration(to, [...applied, ...migrations.map(refOf).filter(notIn(applied))]);
  const position = applied.findIndex(({ name }) => name === target.name);
  if (position >= 0) return position + 1;
  throw new SchemaError({
    code: "NOT_APPLIED",
    message: `${target.name} is not applied, so there is no rolling back to it.`,
    hint: "Name an applied migration: it and what came before it stay applied. schema history lists them.",
  });
}

function notIn(refs: readonly MigrationRef[]): (ref: MigrationRef) => boolean {
  const names = new Set(refs.map(({ name }) => name));
  return ({ name }) => !names.has(name);
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
