import { isGrave, type LockProblem } from "../../migrations";
import { lockProblem, type Problem } from "./problems";
import type { Standing } from "./standing";

/** What the lock file's problems mean to a database, the part aside that the record tells better. */
export interface LockFindings {
  /** Nothing is applied before they are settled. */
  readonly problems: readonly Problem[];
  /** What a person may well have meant. */
  readonly warnings: readonly Problem[];
}

export function lockFindings(
  found: readonly LockProblem[],
  { unknown, edited, unfinished }: Standing,
): LockFindings {
  const missing = new Set([...unknown, ...unfinished].map(({ name }) => name.slice(-13)));
  const editedFiles = edited.flatMap(({ file }) => file ?? []);
  const isTold = ({ kind, file }: LockProblem) =>
    (kind === "gone" && missing.has(file.slice(0, 13))) ||
    (kind === "changed" && editedFiles.some((edited) => edited.endsWith(file)));
  const left = found.filter((problem) => !isTold(problem));
  return {
    problems: left.filter(isGrave).map(lockProblem),
    warnings: left.filter((problem) => !isGrave(problem)).map(lockProblem),
  };
}
