import { parentOf } from "./problems";
import type { LockLine, LockText } from "./text";

/** Migrations that were written beside each other, each branch oldest first. */
export interface Branches {
  /** By a conflict of git's it is known which is whose; by a lock that somebody has put together it is not. */
  readonly known: boolean;
  /** Ours first where that is known. */
  readonly branches: readonly (readonly string[])[];
}

/** The branches that a lock shows, null where it is one line of migrations. */
export function branchesOf(lock: LockText): Branches | null {
  if (lock.conflicted) {
    const [ours, theirs] = [lock.ours, lock.theirs].map((lines) => lines.map(({ file }) => file));
    if (ours === undefined || theirs === undefined) return null;
    const branches = [
      ours.filter((file) => !theirs.includes(file)),
      theirs.filter((file) => !ours.includes(file)),
    ];
    return { known: true, branches };
  }
  const branches = forksOf(lock.ours);
  return branches === null ? null : { known: false, branches };
}

/** What grows out of the first line that several follow. */
function forksOf(lines: readonly LockLine[]): string[][] | null {
  const parents = new Map(
    lines.map((line, index) => {
      const parent = parentOf(line, lines.slice(0, index));
      // A line that follows none keeps its place.
      return [line, parent === undefined ? (lines[index - 1] ?? null) : parent];
    }),
  );
  const childrenOf = (parent: LockLine | null) => lines.filter((line) => parents.get(line) === parent);
  const withDescendants = (line: LockLine): LockLine[] => [
    line,
    ...childrenOf(line).flatMap(withDescendants),
  ];
  const fork = [null, ...lines].find((line) => childrenOf(line).length > 1);
  if (fork === undefined) return null;
  return childrenOf(fork).map((child) => withDescendants(child).map(({ file }) => file));
}
