import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCatalog } from "../../../src/catalog";
import type { Plan } from "../../../src/change";
import {
  type Database,
  openDatabase,
  openMemoryDatabase,
  type Session,
  type Target,
} from "../../../src/postgres";
import type { Scratch } from "../../../src/proof";
import type { Schema } from "../../../src/schema";
import { preparing, tidy } from "../../support/databases";
import { createDatabase, type ServerVersion } from "../../support/servers";

/** A database that cases run in, one after the other, and an empty one beside it. */
export interface World {
  readonly version: number;
  readonly target: Target;
  readonly session: Session;
  readonly scratch: Scratch;
  /** For what the tool remembers. */
  readonly directory: string;
  close(): Promise<void>;
}

/** Where the tests of a world run: a server, or the embedded database. */
export type Where = ServerVersion | "embedded";

export async function openWorld(where: Where): Promise<World> {
  const directory = await mkdtemp(join(tmpdir(), "schema-cases-"));
  const openOne = () => (where === "embedded" ? openEmbedded(directory) : openOn(where));
  const [main, scratch] = [await openOne(), await openOne()];
  return {
    version: main.version,
    target: main.target,
    session: main.session,
    scratch: {
      label: "beside",
      version: main.version,
      session: scratch.session,
      uncarried: [],
      passedOver: [],
    },
    directory,
    close: async () => {
      await main.close();
      await scratch.close();
      await rm(directory, { recursive: true });
    },
  };
}

async function openOn(version: ServerVersion) {
  const { url, drop } = await createDatabase(version);
  const target: Target = { kind: "server", connection: { url } };
  const opened = await hold(await openDatabase(target), target);
  return {
    ...opened,
    close: async () => {
      await opened.close();
      await drop();
    },
  };
}

const openEmbedded = async (directory: string) =>
  hold(await openMemoryDatabase(), { kind: "embedded", directory });

/** A session that stays open until `close`. */
async function hold(database: Database, target: Target) {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let ended = Promise.resolve();
  const session = await new Promise<Session>((resolve, reject) => {
    ended = database.session(async (opened) => {
      resolve(opened);
      await released;
    });
    ended.catch(reject);
  });
  return {
    version: database.version,
    target,
    session: preparing(session),
    close: async () => {
      release();
      await ended;
      await database.close();
    },
  };
}

/** Leaves the database as a new one is, but for PostGIS, which takes seconds to come again, and the schema it is in. */
export async function reset(session: Session): Promise<void> {
  await session.query("RESET ALL");
  const found = await session.query<{ sql: string }>(`
    SELECT 'DROP EXTENSION ' || quote_ident(extname) || ' CASCADE' AS sql FROM pg_extension
     WHERE extname NOT IN ('plpgsql', 'postgis')
    UNION ALL
    SELECT 'DROP SCHEMA ' || quote_ident(nspname) || ' CASCADE' FROM pg_namespace n
     WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
       AND NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'postgis' AND extnamespace = n.oid)
    UNION ALL
    SELECT 'DROP TABLE ' || c.oid::regclass || ' CASCADE' FROM pg_class c JOIN pg_extension e ON e.extnamespace = c.relnamespace
     WHERE e.extname = 'postgis' AND c.relkind = 'r'
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    UNION ALL
    SELECT 'DROP PUBLICATION ' || quote_ident(pubname) FROM pg_publication`);
  await session.query([...found.map(({ sql }) => sql), "CREATE SCHEMA IF NOT EXISTS public"].join(";"));
  await tidy(session);
}

/** Runs a plan as `apply` would: in one transaction, or each statement by itself. */
export async function run(session: Session, { statements, transaction }: Plan): Promise<void> {
  if (transaction) await session.query("BEGIN");
  try {
    for (const { sql } of statements)
      await session.query(sql).catch((cause: Error) => {
        throw new Error(`${cause.message}\nin ${sql}`, { cause });
      });
    if (transaction) await session.query("COMMIT");
  } catch (error) {
    if (transaction) await session.query("ROLLBACK");
    throw error;
  }
}

export const catalogOf = (session: Session): Promise<Schema> => readCatalog(session);
