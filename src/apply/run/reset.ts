/** Back to how the connection began. */
export const resetSql: readonly string[] = ["RESET ROLE", "RESET ALL"];

/** Whether a statement leaves a setting behind it for the rest of the connection. */
export function leavesSetting(sql: string): boolean {
  return /^\s*SET\s+(?!LOCAL\b|CONSTRAINTS\b|TRANSACTION\b)|\bset_config\s*\(/i.test(sql);
}
