import type { Configuration } from "../config/configuration";
import type { Migration } from "../migrations";
import type { Session } from "../postgres";
import type { Direction, Ran } from "./events";
import { runRange } from "./run-range";

/** Runs migrations on a database of no consequence exactly as apply would, without a lock and without a record. */
export async function replay(
  configuration: Configuration,
  session: Session,
  migrations: readonly Migration[],
  direction: Direction = "up",
): Promise<readonly Ran[]> {
  return runRange(configuration, session, { migrations, direction, recordSql: () => [] }, {});
}
