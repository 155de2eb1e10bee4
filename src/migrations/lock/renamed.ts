import type { LockedFile } from "./text";

/** What files that the lock lists are called now, by the names that it has of them: the same text, moved. */
export function renamedIn(
  lines: readonly LockedFile[],
  files: readonly LockedFile[],
): ReadonlyMap<string, string> {
  const listed = new Set(lines.map(({ file }) => file));
  const there = new Set(files.map(({ file }) => file));
  const strangers = files.filter(({ file }) => !listed.has(file));
  const byText = new Map(strangers.map(({ file, checksum }) => [checksum, file]));
  return new Map(
    lines
      .filter(({ file }) => !there.has(file))
      .flatMap(({ file, checksum }) => {
        const now = byText.get(checksum);
        return now === undefined ? [] : [[file, now] as const];
      }),
  );
}
