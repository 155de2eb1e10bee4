import { extname } from "node:path";
import type { Migration } from "../../migrations";
import type { Ended, Unfinished } from "../journal";
import { type MigrationRef, refOf, refsOf } from "./references";
import type { State } from "./state";

/** How the files and the record stand to each other. */
export interface Standing {
  /** In the order in which they were executed. */
  readonly applied: readonly MigrationRef[];
  /** Oldest first. */
  readonly pending: readonly Migration[];
  /** In the record, but no file of the project has the name. */
  readonly unknown: readonly MigrationRef[];
  /** Pending ones that are older than one that is applied: merged late. */
  readonly late: readonly Migration[];
  /** Applied, or partly applied, and another text today than then. */
  readonly edited: readonly MigrationRef[];
  /** Some of their statements are done, and others are not. */
  readonly unfinished: readonly Unfinished[];
}

export function standingOf(migrations: readonly Migration[], { executed, journal }: State): Standing {
  const recorded = new Set(executed.map(({ name }) => name));
  const known = new Set(migrations.map(({ name }) => name));
  const newest = Math.max(0, ...executed.map(({ timestamp }) => timestamp));
  const pending = migrations.filter(({ name }) => !recorded.has(name));
  const applied = refsOf(executed, migrations);
  const unfinished = [...journal.unfinished.values()];
  const begun = new Set(unfinished.map(({ name }) => name));
  return {
    applied,
    pending,
    unknown: applied.filter(({ name }) => !known.has(name)),
    // What is begun already is not late: it goes on.
    late: pending.filter(({ name, timestamp }) => timestamp < newest && !begun.has(name)),
    edited: migrations
      .filter((migration) => {
        const then = journal.unfinished.get(migration.name) ?? journal.ended.get(migration.name);
        return (recorded.has(migration.name) || begun.has(migration.name)) && differs(migration, then);
      })
      .map(refOf),
    unfinished,
  };
}

/** What was never written down cannot differ, nor can source code be compared with its compiled form. */
function differs({ file, checksum }: Migration, then: Ended | Unfinished | undefined): boolean {
  if (!then?.checksum || !then.file || checksum === null || file === null) return false;
  return extname(then.file) === extname(file) && then.checksum !== checksum;
}
