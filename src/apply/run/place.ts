/** Where in a text PostgreSQL points to; it counts characters from 1. */
export function placeIn(sql: string, position: number): string {
  const before = [...sql].slice(0, position - 1).join("");
  const lines = before.split("\n");
  const rest = [...sql].slice(position - 1).join("");
  const word = /^\S{1,40}/.exec(rest)?.[0] ?? "the end";
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}, at ${word}`;
}
