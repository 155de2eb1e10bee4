/** The candidate that is spelled most like the text, where one is near enough to be meant. */
export function closest<T>(
  text: string,
  candidates: readonly T[],
  namesOf: (candidate: T) => readonly string[],
): T | null {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return null;
  const [first] = candidates
    .map((candidate) => ({
      candidate,
      distance: Math.min(...namesOf(candidate).map((name) => distanceOf(wanted, name.toLowerCase()))),
    }))
    .sort((a, b) => a.distance - b.distance);
  return first && first.distance <= Math.max(3, wanted.length / 3) ? first.candidate : null;
}

/** How many letters must be changed, added or left out, one text to the other, ends of longer names for free. */
function distanceOf(from: string, to: string): number {
  const target = to.slice(0, Math.max(from.length, Math.min(to.length, from.length + 2)));
  let row = Array.from({ length: target.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= target.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (target[j - 1] === letter ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
