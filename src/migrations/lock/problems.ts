import { renamedIn } from "./renamed";
import type { LockedFile, LockLine, LockText } from "./text";
import { linkOf } from "./text";

/** Where the lock file is not sound, or not what the files are, and the way out. */
export interface LockProblem {
  readonly kind: LockProblemKind;
  readonly code: string;
  /** The migration's file, the lock's own where it is about that. */
  readonly file: string;
  readonly message: string;
  readonly hint: string;
}

export type LockProblemKind =
  | "conflict"
  | "unreadable"
  | "fork"
  | "unchained"
  | "gone"
  | "renamed"
  | "unlisted"
  | "changed";

export const lockName = "schema.lock";

const hints = {
  conflict: "Run `schema rebase`: it puts your migrations after theirs, and settles the file.",
  unreadable:
    "Put the file back (git log shows it), or run `schema rebase` to write it again from the migrations.",
  fork: "Run `schema rebase`: it puts one after the other.",
  unchained:
    "Put the file back (git log shows it), or run `schema rebase` to write it again from the migrations.",
  gone: "Bring the file back, from git or from the branch it came from; where it was deleted on purpose, `schema rebase` takes it off the lock.",
  renamed: "Run `schema rebase` to take the new name into the lock, or rename the file back.",
  unlisted: "Run `schema rebase` to take it into the lock.",
  changed:
    "Where that was meant, run `schema rebase` to take its text into the lock; else put the file back.",
} as const satisfies Record<LockProblemKind, string>;

/** Those that nobody makes on purpose: the order of the migrations is not certain, or one of them is lost. */
export function isGrave({ kind }: LockProblem): boolean {
  return kind !== "renamed" && kind !== "unlisted" && kind !== "changed";
}

/** Everything that is wrong, the gravest first. */
export function lockProblems(lock: LockText, files: readonly LockedFile[]): LockProblem[] {
  if (lock.conflicted)
    return [
      problem("conflict", lockName, `${lockName} has conflict markers: two branches both added migrations.`),
    ];
  const lines = lock.ours;
  const listed = new Map(lines.map((line) => [line.file, line]));
  const there = new Map(files.map((file) => [file.file, file]));
  const renamed = renamedIn(lines, files);
  const strangers = new Set(renamed.values());
  return [
    ...lock.unreadable.map((number) =>
      problem("unreadable", lockName, `Line ${number} of ${lockName} cannot be read.`),
    ),
    ...linkProblems(lines),
    ...lines
      .filter(({ file }) => !there.has(file) && !renamed.has(file))
      .map(({ file }) => problem("gone", file, `${file} is in ${lockName}, but there is no such file.`)),
    ...[...renamed].map(([before, now]) =>
      problem("renamed", now, `${now} is ${before} in ${lockName}: the file was renamed.`),
    ),
    ...files
      .filter(({ file }) => !listed.has(file) && !strangers.has(file))
      .map(({ file }) => problem("unlisted", file, `${file} is not in ${lockName}.`)),
    ...files
      .filter(({ file, checksum }) => (listed.get(file)?.checksum ?? checksum) !== checksum)
      .map(({ file }) =>
        problem("changed", file, `${file} is not what ${lockName} says: it was edited since.`),
      ),
  ];
}

/** Each line follows the one before it. One that follows an earlier line instead came from another branch. */
function linkProblems(lines: readonly LockLine[]): LockProblem[] {
  return lines.flatMap((line, index) => {
    const before = lines[index - 1] ?? null;
    if (line.link === linkOf(before?.link ?? null, line)) return [];
    const parent = parentOf(line, lines.slice(0, index));
    if (parent === undefined)
      return [
        problem("unchained", line.file, `${line.file} is not chained to the line before it in ${lockName}.`),
      ];
    const other = lines[(parent === null ? -1 : lines.indexOf(parent)) + 1];
    const base = parent === null ? "are both the first migration" : `both follow ${parent.file}`;
    return [
      problem("fork", line.file, `${other?.file} and ${line.file} ${base}: they come from two branches.`),
    ];
  });
}

/** The line that this one was written after, null for none; undefined where no line is. */
export function parentOf(line: LockLine, earlier: readonly LockLine[]): LockLine | null | undefined {
  if (line.link === linkOf(null, line)) return null;
  return earlier.find(({ link }) => line.link === linkOf(link, line));
}

function problem(kind: LockProblemKind, file: string, message: string): LockProblem {
  return { kind, code: `LOCK_${kind.toUpperCase()}`, file, message, hint: hints[kind] };
}
