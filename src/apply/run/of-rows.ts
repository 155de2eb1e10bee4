import { PostgresError } from "../../postgres";

/** Whether rows are in the way: some value is a duplicate, does not fit, or an expression fails for it. */
export function isOfRows(error: unknown): boolean {
  return error instanceof PostgresError && /^2[23]/.test(error.sqlstate);
}
