import { type LockMode, lockModeOf } from "../change";
import type { Session } from "../postgres/database";
import { qualify } from "../schema";

/** A table as the catalog and the statistics of the running transaction show it. */
export interface Observed {
  readonly oid: number;
  /** Qualified, quoted where needed. */
  readonly path: string;
  readonly filenode: string | null;
  /** How many times its rows were read from beginning to end. */
  readonly scans: number;
  readonly indexes: ReadonlySet<number>;
  /** The files that hold its indexes; an index made anew may take over the file of the old one. */
  readonly indexFiles: ReadonlySet<string>;
  /** The locks this session holds on it. */
  readonly modes: readonly LockMode[];
}

export interface Observation {
  /** By their identity; null for what is gone and has left its lock. */
  readonly tables: ReadonlyMap<number, Observed | null>;
  /** Whether a transaction was open. */
  readonly inside: boolean;
}

interface Row {
  readonly inside: boolean;
  /** Null where there is no table to see. */
  readonly oid: number | null;
  /** Null when it is gone and only its lock is left. */
  readonly schema: string | null;
  readonly name: string | null;
  readonly filenode: string | null;
  readonly scans: number;
  readonly indexes: readonly { readonly oid: number; readonly filenode: string | null }[] | null;
  readonly modes: readonly string[] | null;
}

const locks = `
  SELECT relation AS oid, array_agg(mode) AS modes FROM pg_catalog.pg_locks
   WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted
   GROUP BY relation`;

/**
 * The tables that this session holds a lock on, even if they are gone, and those that it was seen to have read: what
 * earlier transactions read is counted on until the server has it in its statistics.
 */
const heldOr = (read: readonly number[]) => `
  SELECT coalesce(l.oid, r.oid) AS oid, l.modes
    FROM (${locks}) l
    FULL JOIN unnest('{${read.join(", ")}}'::oid[]) AS r (oid) ON r.oid = l.oid`;

/** Whether the relation `c` in the schema `n` is neither the system's, nor a session's, nor an extension's. */
export const isOwn = `n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND n.nspname !~ '^pg_temp'
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                        WHERE e.classid = 'pg_catalog.pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')`;

const every = `
  SELECT c.oid, l.modes
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN (${locks}) l ON l.oid = c.oid
   WHERE ${isOwn}`;

/**
 * Tables, and whether they are observed from inside a transaction: there `now()` is the time at which it began.
 * Without parameters: with them `now()` differs from the statement's time outside of transactions as well.
 */
const queryOf = (which: string) => `
  SELECT now() <> statement_timestamp() AS inside, t.*
    FROM (SELECT 1) one
    LEFT JOIN (
      SELECT w.oid::int AS oid, n.nspname AS schema, c.relname AS name,
             pg_relation_filenode(c.oid)::text AS filenode,
             coalesce(pg_stat_get_xact_numscans(c.oid), 0)::int AS scans, i.indexes, w.modes
        FROM (${which}) w
        LEFT JOIN pg_catalog.pg_class c ON c.oid = w.oid
        LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN LATERAL (SELECT json_agg(json_build_object(
                       'oid', indexrelid::int, 'filenode', pg_relation_filenode(indexrelid)::text)) AS indexes
                     FROM pg_catalog.pg_index WHERE indrelid = c.oid) i ON true
       WHERE c.oid IS NULL OR c.relkind IN ('r', 'p', 'm')) t ON true
   ORDER BY t.schema, t.name`;

/** Every table of the database. */
export async function observeAll(session: Session): Promise<Observation> {
  return observationOf(await session.query<Row>(queryOf(every)));
}

/**
 * The tables that may have changed since the last observation: inside a transaction only those that it holds a lock on.
 * @param read tables that were seen to have been read
 */
export async function observeHeld(session: Session, read: readonly number[]): Promise<Observation> {
  return observationOf(await session.query<Row>(queryOf(heldOr(read))));
}

function observationOf(rows: readonly Row[]): Observation {
  const tables = new Map<number, Observed | null>();
  for (const row of rows) if (row.oid !== null) tables.set(row.oid, observedOf(row));
  return { tables, inside: rows[0]?.inside ?? false };
}

function observedOf({ oid, schema, name, filenode, scans, indexes, modes }: Row): Observed | null {
  if (oid === null || schema === null || name === null) return null;
  return {
    oid,
    path: qualify(schema, name),
    filenode,
    scans,
    indexes: new Set((indexes ?? []).map((index) => index.oid)),
    indexFiles: new Set((indexes ?? []).flatMap((index) => index.filenode ?? [])),
    modes: (modes ?? []).map(lockModeOf),
  };
}
