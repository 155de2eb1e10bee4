import { scanSql } from "../../migrations";
import type { Session } from "../../postgres";
import { qualify } from "../../schema";

/** What the catalog tells about a statement that ran outside of any transaction, or is about to. */
export type Probed = "done" | "to do";

/**
 * Finds out whether a statement of which nobody knows how it ended has been done, and takes away what stands in its
 * way: indexes that an interrupted build has left invalid.
 *
 * @param doubtful an earlier run has sent the statement, and did not hear how it ended
 */
export async function probe(session: Session, sql: string, doubtful: boolean): Promise<Probed> {
  const text = withoutComments(sql);
  for (const { pattern, look } of probes) {
    const found = pattern.exec(text)?.groups;
    if (found) return look(session, found, doubtful);
  }
  return "to do";
}

type Names = Readonly<Record<string, string | undefined>>;

interface Probe {
  readonly pattern: RegExp;
  readonly look: (session: Session, names: Names, doubtful: boolean) => Promise<Probed>;
}

const name = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`;
const path = String.raw`${name}(?:\s*\.\s*${name})?`;
const pattern = (source: string) => new RegExp(`^\\s*${source}`, "iu");

const probes: readonly Probe[] = [
  {
    pattern: pattern(
      String.raw`CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?:IF\s+NOT\s+EXISTS\s+)?(?<index>${name})\s+ON\s+(?:ONLY\s+)?(?<table>${path})`,
    ),
    look: createdIndex,
  },
  {
    pattern: pattern(String.raw`DROP\s+INDEX\s+CONCURRENTLY\s+(?:IF\s+EXISTS\s+)?(?<index>${path})`),
    look: droppedIndex,
  },
  {
    pattern: pattern(
      String.raw`REINDEX\s+(?:\([^)]*\)\s*)?(?<kind>INDEX|TABLE)\s+CONCURRENTLY\s+(?<relation>${path})`,
    ),
    look: rebuiltIndexes,
  },
  {
    pattern: pattern(
      String.raw`ALTER\s+TABLE\s+(?<parent>${path})\s+DETACH\s+PARTITION\s+(?<child>${path})\s+CONCURRENTLY`,
    ),
    look: detachedPartition,
  },
];

async function createdIndex(session: Session, { index, table }: Names, doubtful: boolean): Promise<Probed> {
  const [found] = await session.query<IndexRow>(
    `SELECT n.nspname AS schema, c.relname AS name, i.indisvalid AS valid,
            EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p WHERE p.index_relid = c.oid) AS busy
       FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE i.indrelid = to_regclass($1) AND c.relname = $2`,
    [table, nameOf(index)],
  );
  // One that was there before, or that somebody is building: the statement itself is to say so.
  if (found === undefined || found.busy) return "to do";
  if (found.valid) return doubtful ? "done" : "to do";
  await dropIndex(session, found);
  return "to do";
}

async function droppedIndex(session: Session, { index }: Names, doubtful: boolean): Promise<Probed> {
  const [row] = await session.query<{ there: boolean }>("SELECT to_regclass($1) IS NOT NULL AS there", [
    index,
  ]);
  return doubtful && row?.there === false ? "done" : "to do";
}

/** An interrupted rebuild leaves a second, invalid index beside each, and may simply be done again. */
async function rebuiltIndexes(
  session: Session,
  { kind, relation }: Names,
  doubtful: boolean,
): Promise<Probed> {
  if (!doubtful) return "to do";
  const ofTable = kind?.toUpperCase() === "TABLE";
  const left = await session.query<IndexRow>(
    `SELECT n.nspname AS schema, c.relname AS name, i.indisvalid AS valid, false AS busy
       FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$'
        AND i.indrelid = ${ofTable ? "to_regclass($1)" : "(SELECT indrelid FROM pg_catalog.pg_index WHERE indexrelid = to_regclass($1))"}`,
    [relation],
  );
  for (const index of left) await dropIndex(session, index);
  return "to do";
}

async function detachedPartition(
  session: Session,
  { parent, child }: Names,
  doubtful: boolean,
): Promise<Probed> {
  if (!doubtful) return "to do";
  const [row] = await session.query<{ pending: boolean }>(
    "SELECT inhdetachpending AS pending FROM pg_catalog.pg_inherits WHERE inhparent = to_regclass($1) AND inhrelid = to_regclass($2)",
    [parent, child],
  );
  if (row?.pending) await session.query(`ALTER TABLE ${parent} DETACH PARTITION ${child} FINALIZE`);
  return row === undefined || row.pending ? "done" : "to do";
}

interface IndexRow {
  readonly schema: string;
  readonly name: string;
  readonly valid: boolean;
  readonly busy: boolean;
}

async function dropIndex(session: Session, { schema, name }: IndexRow): Promise<void> {
  await session.query(`DROP INDEX CONCURRENTLY ${qualify(schema, name)}`);
}

function nameOf(identifier = ""): string {
  if (!identifier.startsWith('"')) return identifier.toLowerCase();
  return identifier.slice(1, -1).replaceAll('""', '"');
}

function withoutComments(sql: string): string {
  return scanSql(sql)
    .map(({ kind, text }) => (kind === "comment" ? " " : text))
    .join("");
}
