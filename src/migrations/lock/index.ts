export { type Branches, branchesOf } from "./branches";
export { findLockProblems, lockedFilesOf, lockWith, readLock, writeLock } from "./file";
export { isHeadTheirs } from "./git";
export {
  isGrave,
  type LockProblem,
  type LockProblemKind,
  lockName,
  lockProblems,
  parentOf,
} from "./problems";
export { chained, type LockedFile, type LockLine, type LockText, renderLock } from "./text";
