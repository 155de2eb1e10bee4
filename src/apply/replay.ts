import type { Configuration } from "../config/configuration";
import type { Migration } from "../migrations";
import type { Session } from "../postgres";
import type { Direction, Ran } from "./events";
import { type Hooks, withoutHooks } from "./hooks";
import { noJournal } from "./journal";
import { resetSql } from "./run/reset";
import { runRange } from "./run/run-range";
import { unwatched } from "./run/watch";

/** Runs migrations on a database of no consequence exactly as apply would, without a lock and without a record. */
export async function replay(
  configuration: Configuration,
  session: Session,
  migrations: readonly Migration[],
  direction: Direction = "up",
  hooks: Hooks = withoutHooks,
): Promise<readonly Ran[]> {
  const site = {
    configuration,
    session,
    journal: noJournal,
    watch: unwatched,
    pooled: false,
    reset: resetSql,
  };
  const range = {
    migrations,
    hooks,
    direction,
    mode: "each",
    unfinished: new Map(),
    recordSql: () => [],
  } as const;
  return runRange(site, range, {});
}
