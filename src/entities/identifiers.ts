import { maximumIdentifierBytes } from "../schema";

/** A name as PostgreSQL keeps it: cut at 63 bytes, between characters. */
export function identifier(name: string): string {
  return cut(name, maximumIdentifierBytes);
}

/**
 * The name PostgreSQL gives an object it makes by itself, as in `users_id_seq`: the longer of both names is shortened
 * until all fits.
 */
export function generatedName(table: string, column: string, label: string): string {
  let [left, right] = [Buffer.byteLength(table), Buffer.byteLength(column)];
  const room = maximumIdentifierBytes - Buffer.byteLength(label) - 2;
  while (left + right > room) {
    if (left > right) left -= 1;
    else right -= 1;
  }
  return `${cut(table, left)}_${cut(column, right)}_${label}`;
}

function cut(name: string, bytes: number): string {
  if (Buffer.byteLength(name) <= bytes) return name;
  let kept = "";
  let size = 0;
  for (const character of name) {
    size += Buffer.byteLength(character);
    if (size > bytes) break;
    kept += character;
  }
  return kept;
}
