import { statementsOf } from "../../migrations";

/**
 * Whether a statement that waits for its lock makes others wait behind it. `gentle` ones hold nobody up, and must not
 * be cut off while they wait; `neither` ones wait for nobody, or it does not matter.
 */
export type LockClass = "blocking" | "gentle" | "neither";

const gentle = [
  /^(?:SELECT|INSERT|UPDATE|DELETE|MERGE|WITH|COPY|VALUES|TABLE|CALL|DO|ANALYZE|VACUUM|REFRESH\s+MATERIALIZED\s+VIEW\s+CONCURRENTLY)\b/i,
  /^(?:CREATE(?:\s+UNIQUE)?|DROP)\s+INDEX\s+CONCURRENTLY\b/i,
  /^REINDEX\b.*\bCONCURRENTLY\b/is,
  /^ALTER\s+TABLE\s+(?:(?!,|\bADD\b|\bDROP\b|\bALTER\b).)+\sVALIDATE\s+CONSTRAINT\s+[^\s,]+$/is,
  /^COMMENT\s+ON\b/i,
];
const neither = [
  /^(?:SET|RESET|SHOW|GRANT|REVOKE|SAVEPOINT|RELEASE|BEGIN|COMMIT|ROLLBACK|START)\b/i,
  /^CREATE\s+(?:TYPE|SCHEMA|EXTENSION|SEQUENCE|FUNCTION|PROCEDURE|OR\s+REPLACE\s+(?:FUNCTION|PROCEDURE))\b/i,
  /^CREATE\s+(?:TEMP(?:ORARY)?\s+|UNLOGGED\s+)?TABLE\b(?!.*\b(?:REFERENCES|INHERITS|PARTITION\s+OF)\b)/is,
];

/** Of a text of several statements, the strictest; whatever is not known blocks. */
export function lockClassOf(sql: string): LockClass {
  const classes = statementsOf(sql)
    .filter((statement) => statement !== "")
    .map(classOf);
  return (["blocking", "gentle"] as const).find((each) => classes.includes(each)) ?? "neither";
}

function classOf(statement: string): LockClass {
  if (gentle.some((pattern) => pattern.test(statement))) return "gentle";
  return neither.some((pattern) => pattern.test(statement)) ? "neither" : "blocking";
}

/** Whether the migration's author has decided on lock timeouts. */
export function setsLockTimeout(sql: string): boolean {
  return /\block_timeout\b/i.test(sql);
}
