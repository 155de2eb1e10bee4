/** How long what runs may wait, in milliseconds. */
export interface Limits {
  /** For a lock that others queue behind; tried again and again until `wait` is over. */
  readonly lockTimeout?: number | undefined;
  /** For one statement to come to its end; the server's own setting where left out. */
  readonly statementTimeout?: number | undefined;
  /** For another run to end, and in all for locks that others hold. */
  readonly wait?: number | undefined;
}

export const defaultLockTimeout = 1000;
export const defaultWait = 300_000;

/** The statements that set a transaction's timeouts. */
export function limitsSql({ lockTimeout = defaultLockTimeout, statementTimeout }: Limits): string[] {
  return [
    lockTimeoutSql(lockTimeout),
    ...(statementTimeout === undefined ? [] : [`SET LOCAL statement_timeout = ${statementTimeout}`]),
  ];
}

export function lockTimeoutSql(milliseconds: number): string {
  return `SET LOCAL lock_timeout = ${milliseconds}`;
}
