import { SchemaError } from "../../errors";
import type { Migration } from "../../migrations";
import { type MigrationRef, refOf } from "../record/references";
import type { Standing } from "../record/standing";
import { matching, resolveMigration } from "./resolve";

/**
 * All migrations in one row: what is applied in the order of its execution, then what is pending, oldest first. A place
 * on it is the number of migrations before it: 0 is `base`, and a migration's own place comes after it.
 */
export interface Line {
  readonly migrations: readonly MigrationRef[];
  /** How many are applied; null where no database was asked. */
  readonly current: number | null;
}

export function lineOf({ applied, pending }: Pick<Standing, "applied" | "pending">): Line {
  return { migrations: [...applied, ...pending.map(refOf)], current: applied.length };
}

/** The line of the files alone. */
export function lineOfFiles(migrations: readonly Migration[]): Line {
  return { migrations: migrations.map(refOf), current: null };
}

/**
 * The one grammar of places: `head`, `base`, `current`, `+N` and `-N` from there, NAME, and any of these followed by
 * `+N` or `-N`. NAME is any unique beginning of a class's name, a timestamp, a file's name with or without it.
 */
export function placeOf(line: Line, text: string): number {
  const written = text.trim();
  const plain = keyword(line, written) ?? named(line, written);
  if (plain !== null) return plain;
  // Names have hyphens and digits too, so that a whole name goes first.
  const [, start = "", sign, count] = /^(.*)([+-])(\d+)$/.exec(written) ?? [];
  if (count === undefined) return nameOrError(line, written);
  const from = start === "" ? currentOf(line, written) : (keyword(line, start) ?? nameOrError(line, start));
  return stepped(line, written, from, sign === "+" ? Number(count) : -Number(count));
}

/** Whether the text can only be understood by asking the database. */
export function asksDatabase(text: string): boolean {
  return /^\s*(?:current\b|[+-]\d+\s*$)/i.test(text);
}

function keyword(line: Line, text: string): number | null {
  switch (text.toLowerCase()) {
    case "head":
      return line.migrations.length;
    case "base":
      return 0;
    case "current":
      return currentOf(line, text);
    default:
      return null;
  }
}

function named({ migrations }: Line, text: string): number | null {
  return matching(text, migrations).length === 0 ? null : indexOf(migrations, text);
}

function nameOrError({ migrations }: Line, text: string): number {
  return indexOf(migrations, text);
}

function indexOf(migrations: readonly MigrationRef[], text: string): number {
  return migrations.indexOf(resolveMigration(text, migrations)) + 1;
}

function currentOf({ current }: Line, text: string): number {
  if (current !== null) return current;
  throw new SchemaError({
    code: "NEEDS_DATABASE",
    message: `"${text}" is counted from what is applied, and no database was asked for that.`,
    hint: "Name migrations instead, or count from base or head: base+2, head-1.",
  });
}

function stepped({ migrations }: Line, text: string, from: number, steps: number): number {
  const place = from + steps;
  if (place >= 0 && place <= migrations.length) return place;
  const room = steps > 0 ? migrations.length - from : from;
  throw new SchemaError({
    code: "UNKNOWN_MIGRATION",
    message: `"${text}" leads ${steps > 0 ? "after the last" : "before the first"} migration: ${room === 1 ? "there is 1" : `there are ${room}`} that way.`,
    hint: `Use ${steps > 0 ? "head for all of them" : "base for before the first"}; schema status lists them.`,
  });
}
