import type { Rule } from "../rule";
import { blockingExclusion } from "./blocking-exclusion";
import { blockingIndexBuild } from "./blocking-index-build";
import { cascade } from "./cascade";
import { dataLoss } from "./data-loss";
import { foreignKeyWithoutIndex } from "./foreign-key-without-index";
import { invalidIndex } from "./invalid-index";
import { locksReferencedTable } from "./locks-referenced-table";
import { longExclusiveLock } from "./long-exclusive-lock";
import { mixedTransaction } from "./mixed-transaction";
import { narrowSequence } from "./narrow-sequence";
import { notNullScan } from "./not-null-scan";
import { notNullWithoutDefault } from "./not-null-without-default";
import { renameBreaksCode } from "./rename-breaks-code";
import { scanningConstraint } from "./scanning-constraint";
import { severalExclusiveSteps } from "./several-exclusive-steps";
import { tableRewrite } from "./table-rewrite";
import { timestampWithoutTimeZone } from "./timestamp-without-time-zone";
import { truncate } from "./truncate";
import { typeNarrowing } from "./type-narrowing";
import { unbatchedWrite } from "./unbatched-write";
import { uniqueOverRows } from "./unique-over-rows";
import { unvalidatedConstraint } from "./unvalidated-constraint";
import { volatileDefault } from "./volatile-default";

/** Every rule, the gravest first. A new one is a file and a line here. */
export const rules = [
  truncate,
  dataLoss,
  typeNarrowing,
  notNullWithoutDefault,
  uniqueOverRows,
  cascade,
  renameBreaksCode,
  volatileDefault,
  tableRewrite,
  notNullScan,
  scanningConstraint,
  blockingIndexBuild,
  blockingExclusion,
  longExclusiveLock,
  severalExclusiveSteps,
  locksReferencedTable,
  unbatchedWrite,
  mixedTransaction,
  invalidIndex,
  unvalidatedConstraint,
  narrowSequence,
  foreignKeyWithoutIndex,
  timestampWithoutTimeZone,
] as const satisfies readonly Rule[];
