import type { Rule } from "../rule";
import { blockingExclusion } from "./blocking-exclusion";
import { blockingIndexBuild } from "./blocking-index-build";
import { blockingIndexDrop } from "./blocking-index-drop";
import { blockingRefresh } from "./blocking-refresh";
import { cascade } from "./cascade";
import { dataLoss } from "./data-loss";
import { deletesAllRows } from "./deletes-all-rows";
import { foreignKeyWithoutIndex } from "./foreign-key-without-index";
import { invalidIndex } from "./invalid-index";
import { locksPartitionedTable } from "./locks-partitioned-table";
import { locksReferencedTable } from "./locks-referenced-table";
import { longExclusiveLock } from "./long-exclusive-lock";
import { mixedTransaction } from "./mixed-transaction";
import { namedInFunction } from "./named-in-function";
import { narrowSequence } from "./narrow-sequence";
import { notNullScan } from "./not-null-scan";
import { notNullWithoutDefault } from "./not-null-without-default";
import { ownCommit } from "./own-commit";
import { partitionScan } from "./partition-scan";
import { renameBreaksCode } from "./rename-breaks-code";
import { scanningConstraint } from "./scanning-constraint";
import { severalExclusiveSteps } from "./several-exclusive-steps";
import { stoppedTriggers } from "./stopped-triggers";
import { storedColumn } from "./stored-column";
import { tableRewrite } from "./table-rewrite";
import { timestampWithoutTimeZone } from "./timestamp-without-time-zone";
import { truncate } from "./truncate";
import { typeChangeScan } from "./type-change-scan";
import { typeNarrowing } from "./type-narrowing";
import { unbatchedWrite } from "./unbatched-write";
import { uniqueOverRows } from "./unique-over-rows";
import { unlookedCheck } from "./unlooked-check";
import { unvalidatedConstraint } from "./unvalidated-constraint";
import { valuesOverwritten } from "./values-overwritten";
import { volatileDefault } from "./volatile-default";

/** Every rule, the gravest first. A new one is a file and a line here. */
export const rules = [
  truncate,
  deletesAllRows,
  valuesOverwritten,
  dataLoss,
  typeNarrowing,
  notNullWithoutDefault,
  uniqueOverRows,
  cascade,
  renameBreaksCode,
  namedInFunction,
  volatileDefault,
  storedColumn,
  tableRewrite,
  typeChangeScan,
  notNullScan,
  scanningConstraint,
  partitionScan,
  blockingIndexBuild,
  blockingExclusion,
  blockingIndexDrop,
  blockingRefresh,
  locksPartitionedTable,
  longExclusiveLock,
  severalExclusiveSteps,
  locksReferencedTable,
  unbatchedWrite,
  stoppedTriggers,
  mixedTransaction,
  ownCommit,
  invalidIndex,
  unvalidatedConstraint,
  unlookedCheck,
  narrowSequence,
  foreignKeyWithoutIndex,
  timestampWithoutTimeZone,
] as const satisfies readonly Rule[];
