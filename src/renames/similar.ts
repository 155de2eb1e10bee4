/** How alike two names are, from 0 to 1: the share of letters that an edit leaves in place. */
export function similarity(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 1 : 1 - distance(a.toLowerCase(), b.toLowerCase()) / longest;
}

/** Up to three names that may have been meant. */
export function didYouMean(name: string, known: readonly string[]): string[] {
  return known
    .map((candidate) => ({ candidate, score: likeness(plain(name), plain(candidate)) }))
    .filter(({ score }) => score >= 0.6)
    .sort((a, b) => b.score - a.score)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** The last part of a path tells more than where it stands. */
function likeness(a: string, b: string): number {
  // Whoever left the schema out means no other.
  const one = a.split(".");
  const other = b.split(".").slice(-Math.max(one.length, 1));
  const owners = similarity(one.slice(0, -1).join("."), other.slice(0, -1).join("."));
  return 0.3 * owners + 0.7 * similarity(one.at(-1) ?? "", other.at(-1) ?? "");
}

const plain = (name: string) => name.replaceAll('"', "");

/** Levenshtein's: the fewest insertions, deletions and replacements. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...a].entries()) {
    const current = [row + 1];
    for (let column = 0; column < b.length; column += 1)
      current.push(
        Math.min(
          (previous[column + 1] ?? 0) + 1,
          (current[column] ?? 0) + 1,
          (previous[column] ?? 0) + (b[column] === letter ? 0 : 1),
        ),
      );
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
