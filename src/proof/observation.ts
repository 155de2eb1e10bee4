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
  readonly tables: ReadonlyMap<number, Observed>;
  /** Whether a transaction was open. */
  readonly inside: boolean;
}

interface Row {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly filenode: string | null;
  readonly scans: number;
  readonly indexes: readonly { readonly oid: number; readonly filenode: string | null }[] | null;
  readonly modes: readonly string[] | null;
  readonly inside: boolean;
}

/** The tables, and whether they are observed from inside a transaction: there `now()` is the time at which it began. */
const query = `
  SELECT c.oid::int AS oid, n.nspname AS schema, c.relname AS name,
         pg_relation_filenode(c.oid)::text AS filenode,
         coalesce(pg_stat_get_xact_numscans(c.oid), 0)::int AS scans, i.indexes, l.modes,
         now() <> statement_timestamp() AS inside
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN (SELECT indrelid, json_agg(json_build_object(
                        'oid', indexrelid::int, 'filenode', pg_relation_filenode(indexrelid)::text)) AS indexes
                 FROM pg_catalog.pg_index GROUP BY indrelid) i ON i.indrelid = c.oid
    LEFT JOIN (SELECT relation, array_agg(mode) AS modes FROM pg_catalog.pg_locks
                WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted
                GROUP BY relation) l ON l.relation = c.oid
   WHERE c.relkind IN ('r', 'p', 'm')`;

const all = `${query}
     AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND n.nspname !~ '^pg_temp'
   ORDER BY n.nspname, c.relname`;

/** Every table of the database. */
export async function observeAll(session: Session): Promise<Observation> {
  return observationOf(await session.query<Row>(all));
}

/** These tables alone, as far as they still exist. */
export async function observeThese(session: Session, oids: readonly number[]): Promise<Observation> {
  // Without parameters: with them `now()` differs from the statement's time outside of transactions as well.
  return observationOf(
    await session.query<Row>(
      `${query} AND c.oid = ANY('{${oids.join()}}'::oid[]) ORDER BY n.nspname, c.relname`,
    ),
  );
}

function observationOf(rows: readonly Row[]): Observation {
  const tables = rows.map(
    (row): Observed => ({
      oid: row.oid,
      path: qualify(row.schema, row.name),
      filenode: row.filenode,
      scans: row.scans,
      indexes: new Set((row.indexes ?? []).map(({ oid }) => oid)),
      indexFiles: new Set((row.indexes ?? []).flatMap(({ filenode }) => filenode ?? [])),
      modes: (row.modes ?? []).map(lockModeOf),
    }),
  );
  return { tables: new Map(tables.map((table) => [table.oid, table])), inside: rows[0]?.inside ?? false };
}
