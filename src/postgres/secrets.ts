/** A statement as it may be shown and kept: the passwords that it sets are left out. */
export function withoutSecrets(sql: string): string {
  return sql.replace(/(\bpassword\s+)'(?:[^']|'')*'/gi, "$1'…'");
}
