import { statementsOf } from "../../migrations";

/** What a statement does to the transaction that it runs in. */
export type Control = "begin" | "commit" | "rollback" | "savepoint";

const controls: readonly (readonly [RegExp, Control])[] = [
  [/^(?:BEGIN(?!\s+ATOMIC)|START\s+TRANSACTION)\b/i, "begin"],
  [/^(?:COMMIT|END|PREPARE\s+TRANSACTION)\b/i, "commit"],
  [/^(?:SAVEPOINT|RELEASE|ROLLBACK\s+(?:WORK\s+|TRANSACTION\s+)?TO)\b/i, "savepoint"],
  [/^(?:ROLLBACK|ABORT)\b/i, "rollback"],
];

/** For a text of a single statement; null for all that is not about transactions. */
export function controlOf(sql: string): Control | null {
  const controls = controlsOf(sql);
  return controls.length === 1 ? (controls[0] ?? null) : null;
}

/** Several statements in one text of which at least one is about transactions. */
export function mixesControl(sql: string): boolean {
  const controls = controlsOf(sql);
  return controls.length > 1 && controls.some((control) => control !== null);
}

/** Errs on the side of yes. */
export function endsTransaction(sql: string): boolean {
  return controlsOf(sql).some((control) => control === "commit" || control === "rollback");
}

function controlsOf(sql: string): (Control | null)[] {
  // Most statements are none of these, and need no closer look.
  if (!/\b(?:BEGIN|START|COMMIT|END|PREPARE|SAVEPOINT|RELEASE|ROLLBACK|ABORT)\b/i.test(sql)) return [null];
  return statementsOf(sql)
    .filter((statement) => statement !== "")
    .map((statement) => controls.find(([pattern]) => pattern.test(statement))?.[1] ?? null);
}
