import { keywords } from "./keywords";

/** Quotes a name only where PostgreSQL needs it, by the rule of its own `quote_ident`. */
export function quoteIdentifier(name: string): string {
  const plain = /^[a-z_][a-z0-9_]*$/.test(name) && !keywords.has(name);
  return plain ? name : `"${name.replaceAll('"', '""')}"`;
}

/** An SQL string literal that means the same whatever `standard_conforming_strings` says. */
export function quoteLiteral(text: string): string {
  const escaped = text.replaceAll("'", "''");
  return escaped.includes("\\") ? `E'${escaped.replaceAll("\\", "\\\\")}'` : `'${escaped}'`;
}

/** `schema.name`, each part quoted where needed; a null schema leaves the name as it is found by PostgreSQL. */
export function qualify(schema: string | null, name: string): string {
  return schema === null ? quoteIdentifier(name) : `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}

export function quoteList(names: readonly string[]): string {
  return names.map(quoteIdentifier).join(", ");
}

/** As a POSIX shell takes it for one word. */
export function shellQuote(text: string): string {
  return /^[\w.:=@%+,/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** PostgreSQL cuts a longer name silently, at 63 bytes. */
export const maximumIdentifierBytes = 63;
