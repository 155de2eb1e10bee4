/** Shorter beginnings of a statement could stand anywhere. */
const tellingLength = 12;

/**
 * Where each statement stands, from 1, in the order in which they were sent. One that code puts together is looked for
 * by how it begins. Null for what the file makes up as a whole.
 */
export function linesOf(source: string, statements: readonly string[]): (number | null)[] {
  let from = 0;
  return statements.map((sql) => {
    const found = placeOf(source, sql.trim(), from);
    if (found === null) return null;
    from = found.end;
    return source.slice(0, found.start).split("\n").length;
  });
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

function placeOf(source: string, text: string, from: number): Stretch | null {
  if (text === "") return null;
  for (let part = text; ; part = part.slice(0, Math.floor(part.length * 0.8))) {
    const later = source.indexOf(part, from);
    const start = later < 0 ? source.indexOf(part) : later;
    if (start >= 0) return { start, end: start + part.length };
    if (part.length <= tellingLength) return null;
  }
}
