import { lockClassOf } from "./run/lock-class";
import { lockLimits } from "./run/lock-limit";
import type { Recorded } from "./run/recording";
import { defaultLockTimeout, type Limits, limitsSql, lockTimeoutSql } from "./run/settings";
import { comment, type ScriptItem, statement } from "./script-items";

/** What a script may be told of them: psql tries nothing again, so that there is no waiting in all. */
export type ScriptLimits = Pick<Limits, "lockTimeout" | "statementTimeout">;

/** How a transaction of a script begins, with the timeouts that end with it. */
export function beginItems(limits: ScriptLimits): ScriptItem[] {
  return ["BEGIN", ...limitsSql(limits)].map(statement);
}

/** A list is over at once, and what it gives may be of any kind. */
const answer = "ALTER TABLE";

/** Each statement of one transaction, after the change of its lock timeout where there is to be one. */
export function limited(
  { lockTimeout = defaultLockTimeout }: ScriptLimits,
  itemsOf: (recorded: Recorded) => ScriptItem[],
): (recorded: Recorded) => ScriptItem[] {
  const limitFor = lockLimits(lockTimeout);
  return (recorded) => {
    const limit = recorded.kept ? limitFor(recorded.listed ? answer : recorded.sql) : null;
    return [...(limit === null ? [] : [statement(lockTimeoutSql(limit))]), ...itemsOf(recorded)];
  };
}

/** What a step that has a transaction to itself begins with, where others would queue behind it. */
export function stepLimitSql({ lockTimeout = defaultLockTimeout }: ScriptLimits, sql: string): string[] {
  return lockClassOf(sql) === "blocking" ? [lockTimeoutSql(lockTimeout)] : [];
}

/** What runs outside of transactions blocks nobody while it waits, and is not cut off by whatever the role has set. */
export function sessionLimits({ statementTimeout }: ScriptLimits): {
  readonly set: ScriptItem[];
  readonly reset: ScriptItem[];
} {
  const settings = [
    ["lock_timeout", 0],
    ...(statementTimeout === undefined ? [] : [["statement_timeout", statementTimeout]]),
  ];
  return {
    set: settings.map(([name, value]) => statement(`SET ${name} = ${value}`)),
    reset: settings.map(([name]) => statement(`RESET ${name}`)),
  };
}

/** What whoever runs the script has to know of them. */
export function limitsRemark({ lockTimeout = defaultLockTimeout }: ScriptLimits): ScriptItem[] {
  if (lockTimeout === 0) return [];
  return [
    comment(
      `Waits ${lockTimeout} ms for a lock behind which others would queue, and then stops: psql does not try again.`,
    ),
    comment(
      "What was done until then is recorded. Go on with schema apply or rollback, or with a new script of what is left.",
    ),
  ];
}
