import type { Configuration } from "../config/configuration";
import type { Migration } from "../migrations";
import type { Session } from "../postgres";
import type { Direction, Ran } from "./events";
import { refOf } from "./references";
import { type RunnerOptions, withRunner } from "./runner";

/** Migrations to run one after the other, and the statements that record each of them. */
export interface Range {
  readonly migrations: readonly Migration[];
  readonly direction: Direction;
  /** Called when the migration has run, in its transaction where it has one. */
  readonly recordSql: (migration: Migration, index: number) => readonly string[];
}

export async function runRange(
  configuration: Configuration,
  session: Session,
  { migrations, direction, recordSql }: Range,
  options: RunnerOptions,
): Promise<readonly Ran[]> {
  const total = migrations.length;
  if (total === 0) return [];
  return withRunner(configuration, session, migrations, options, async (runner) => {
    const ran: Ran[] = [];
    for (const [index, migration] of migrations.entries()) {
      options.onEvent?.({
        kind: "started",
        migration: refOf(migration),
        direction,
        position: index + 1,
        total,
      });
      const one = await runner.run(migration, direction, async () => {
        for (const sql of recordSql(migration, index)) await session.query(sql);
      });
      ran.push(one);
      options.onEvent?.({ kind: "finished", migration: one });
    }
    return ran;
  });
}
