/** Back to how the connection began. */
export const resetSql: readonly string[] = ["RESET ROLE", "RESET ALL"];

/**
 * The lock is the session's: what it is not to be idle for by the role's settings must not end it while code of a project
 * runs. To be sent again after each reset.
 */
export function undisturbedSql(version: number): readonly string[] {
  const settings = [
    "idle_in_transaction_session_timeout",
    ...(version < 140_000 ? [] : ["idle_session_timeout"]),
  ];
  return settings.map((name) => `SET ${name} = 0`);
}

/** Whether a statement leaves a setting behind it for the rest of the connection. */
export function leavesSetting(sql: string): boolean {
  return /^\s*SET\s+(?!LOCAL\b|CONSTRAINTS\b|TRANSACTION\b)|\bset_config\s*\(/i.test(sql);
}
