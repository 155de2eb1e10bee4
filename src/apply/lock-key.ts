import { createHash } from "node:crypto";
import type { RecordTable } from "./record/record";

/** Advisory locks are the database's own, so the record's name is all that must go in. */
export function lockKeyOf({ path }: RecordTable): bigint {
  return createHash("sha256").update(`typeorm-schema:${path}`).digest().readBigInt64BE();
}
