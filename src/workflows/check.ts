import { existsSync } from "node:fs";
import type { Problem } from "../apply";
import * as runner from "../apply";
import type { Configuration } from "../config";
import { SchemaError } from "../errors";
import { findLockProblems, isGrave, type LockProblem, readMigrations } from "../migrations";
import { type Difference, difference } from "../pipeline";
import { withDatabase } from "./database";

export interface CheckRequest {
  /** The URL of a server to make the scratch database on. */
  readonly scratch?: string | undefined;
  /** Told in a sentence what deserves a look and is no error. */
  readonly onNote?: ((note: string) => void) | undefined;
}

/** What speaks against the migrations, and what they lack. */
export interface Checked {
  /** What is wrong with the lock file, and where the files are not those that were applied. */
  readonly problems: readonly Pick<Problem, "code" | "message" | "hint">[];
  /** What the entities ask for and no migration makes; null where the order of the migrations is not certain. */
  readonly difference: Difference | null;
}

/** Whether the migrations make what the entities say, and are the ones that were written. What is pending is no matter. */
export async function check(
  configuration: Configuration,
  { scratch, onNote }: CheckRequest = {},
): Promise<Checked> {
  const lock = await findLockProblems(
    configuration.migrations.directory,
    await readMigrations(configuration),
  );
  const problems = [...(await recordProblems(configuration, lock, onNote)), ...lock];
  const isUncertain = lock.some((problem) => isGrave(problem) && problem.kind !== "gone");
  return {
    problems,
    difference: isUncertain ? null : await difference(configuration, { from: "migrations", scratch, onNote }),
  };
}

/** What the database knows of the files, where there is one. What is wrong with the lock is told by itself. */
async function recordProblems(
  configuration: Configuration,
  lock: readonly LockProblem[],
  onNote: CheckRequest["onNote"],
): Promise<Problem[]> {
  const { target } = configuration;
  if (target.kind === "embedded" && !existsSync(target.directory)) return [];
  try {
    const { problems } = await withDatabase(configuration, {}, (database) =>
      runner.status(configuration, database),
    );
    const told = new Set(lock.map(({ code, file }) => `${code} ${file}`));
    return problems.filter(({ code, migration }) => !told.has(`${code} ${migration}`));
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    onNote?.(`Only the files are checked, since the database cannot be asked: ${error.message}`);
    return [];
  }
}
