import type { LockedFile } from "../migrations";

/** What the lock is told anew about a file that keeps its place. */
export interface Refreshed {
  readonly file: string;
  readonly what: "added" | "edited" | "taken off";
}

export function refreshedBetween(before: readonly LockedFile[], after: readonly LockedFile[]): Refreshed[] {
  const [old, now] = [before, after].map((files) => new Map(files.map((each) => [each.file, each.checksum])));
  if (old === undefined || now === undefined) return [];
  const added = after.filter(({ file }) => !old.has(file));
  const edited = after.filter(({ file, checksum }) => (old.get(file) ?? checksum) !== checksum);
  // Both branches may list it.
  const gone = [...old.keys()].filter((file) => !now.has(file));
  const as =
    (what: Refreshed["what"]) =>
    ({ file }: Pick<LockedFile, "file">) => ({ file, what });
  return [
    ...added.map(as("added")),
    ...edited.map(as("edited")),
    ...gone.map((file) => as("taken off")({ file })),
  ];
}
