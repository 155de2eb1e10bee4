export { type Branches, branchesOf } from "./branches";
export {
  findLockProblems,
  type LockUpdate,
  lockedFilesOf,
  lockWith,
  readLock,
  readLockText,
  refuseMeanwhile,
  writeLock,
} from "./file";
export { isHeadTheirs } from "./git";
export { isGrave, type LockProblem, lockName, lockProblems } from "./problems";
export { renamedIn } from "./renamed";
export { type LockedFile, renderLock } from "./text";
