import { SchemaError } from "../errors";

/** The name of a migration ends in exactly this many digits. */
const digits = 13;

/** A timestamp after every one that is taken, so that the new migration is the last, whatever the clock says. */
export function nextTimestamp(taken: Iterable<number>, now: number = Date.now()): number {
  let next = now;
  for (const timestamp of taken) next = Math.max(next, timestamp + 1);
  if (String(next).length === digits) return next;
  throw new SchemaError({
    code: "TIMESTAMP_OUT_OF_RANGE",
    message: `The newest migration has the timestamp ${next - 1}, and none of ${digits} digits comes after it.`,
    hint: "Rename the newest migration, giving it the time in milliseconds at which it was written.",
  });
}

/** As TypeORM reads it off a migration's name; null where it would refuse the name. */
export function timestampOf(name: string): number | null {
  return Number.parseInt(name.slice(-digits), 10) || null;
}
