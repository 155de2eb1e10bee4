import type { LockProblem, Migration } from "../../migrations";
import { lockFindings } from "./lock-file";
import { type Allowances, problemsOf, refuseProblems } from "./problems";
import type { Standing } from "./standing";

/** What speaks against going up over these, and is not allowed; `lock`: what is wrong with the lock file. */
export function refuseGoingUp(
  standing: Standing,
  range: readonly Migration[],
  lock: readonly LockProblem[],
  allowances: Allowances,
): void {
  const planned = namesOf(range);
  const concerning = problemsOf(standing).filter(
    ({ kind, migration }) => kind !== "late" || planned.has(migration),
  );
  refuseProblems([...concerning, ...lockFindings(lock, standing).problems], allowances);
}

/** What speaks against going down over these: the way back of another file than was applied. */
export function refuseGoingDown(
  standing: Standing,
  range: readonly Migration[],
  allowances: Allowances,
): void {
  const undone = namesOf(range);
  const edited = problemsOf(standing).filter(
    ({ kind, migration }) => (kind === "edited" || kind === "editedUnfinished") && undone.has(migration),
  );
  refuseProblems(edited, allowances);
}

const namesOf = (range: readonly Migration[]) => new Set(range.map(({ name }) => name));
