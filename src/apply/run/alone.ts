import { isConcurrent } from "../../change";
import { statementsOf } from "../../migrations";
import { mixesControl } from "./control";

/** Known to refuse a transaction. Others are found out by trying. */
export function standsAlone(sql: string): boolean {
  return (
    mixesControl(sql) ||
    commitsItself(sql) ||
    (/\bCONCURRENTLY\b/i.test(sql) && statementsOf(sql).some(isConcurrent))
  );
}

/** For where nothing can be tried: what may refuse one, by its first words. */
export function mayStandAlone(sql: string): boolean {
  return standsAlone(sql) || statementsOf(sql).some((each) => refusing.test(each));
}

const refusing =
  /^(?:VACUUM|CALL|CLUSTER|REINDEX|DISCARD|ALTER\s+(?:SYSTEM|DATABASE|SUBSCRIPTION)|(?:CREATE|DROP)\s+(?:DATABASE|TABLESPACE|SUBSCRIPTION))\b/i;

/** A block that commits on its way, batch by batch. */
function commitsItself(sql: string): boolean {
  return isBlock(sql) && /\bCOMMIT\s*;/i.test(sql);
}

export const isBlock = (sql: string): boolean => /^\s*DO\b/i.test(sql);
