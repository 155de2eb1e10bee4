import { lockClassOf, setsLockTimeout } from "./lock-class";

/**
 * What the lock timeout of a transaction that begins with `limit` has to become before its next statement, in
 * milliseconds; null where it stays. While the transaction holds no lock that others queue behind, what is gentle may
 * wait as long as it must; from the first such lock on nothing may.
 */
export function lockLimits(limit: number): (sql: string) => number | null {
  let limited = true;
  let decided = false;
  return (sql) => {
    const kind = lockClassOf(sql);
    if (setsLockTimeout(sql)) decided = true;
    const wanted = kind === "neither" ? limited : kind === "blocking";
    const changes = !decided && wanted !== limited;
    if (changes) limited = wanted;
    if (kind === "blocking") decided = true;
    return changes ? (wanted ? limit : 0) : null;
  };
}
