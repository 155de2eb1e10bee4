import { Client } from "pg";
import type { Database, Session } from "./database";
import { postgisToCome, withPostgis } from "./postgis";
import { versionOf } from "./server";
import { sessionOver } from "./session";
import { Wire } from "./wire";

const load = () => import("@electric-sql/pglite");
type Loaded = Awaited<ReturnType<typeof load>>;
export type PGlite = InstanceType<Loaded["PGlite"]>;
type Options = Exclude<ConstructorParameters<Loaded["PGlite"]>[0], undefined>;
type Extensions = NonNullable<Options["extensions"]>;
export type PGliteExtension = Exclude<Extensions[string], URL>;

/** Starts PGlite with every extension that it has; they cost next to nothing until one is created. */
export async function startPGlite(options: Options): Promise<PGlite> {
  const [{ PGlite: Embedded }, extensions] = await Promise.all([load(), loadExtensions()]);
  const pglite = new Embedded({ ...options, extensions });
  await pglite.waitReady;
  return pglite;
}

/** All that PGlite ships and an application may want; those that only look into a server's files are left out. */
const contrib = `
  amcheck bloom btree_gin btree_gist citext cube dict_int dict_xsyn earthdistance fuzzystrmatch hstore intarray isn lo
  ltree pg_trgm pgcrypto seg tablefunc tcn tsm_system_rows tsm_system_time unaccent uuid_ossp
`;

async function loadExtensions(): Promise<Extensions> {
  const modules = contrib
    .trim()
    .split(/\s+/)
    .map(async (name) => {
      const module: Extensions = await import(`@electric-sql/pglite/contrib/${name}`);
      return module[name] === undefined ? {} : { [name]: module[name] };
    });
  const { vector } = await import("@electric-sql/pglite-pgvector");
  return Object.assign({ vector, postgis: postgisToCome }, ...(await Promise.all(modules)));
}

/** PGlite has one connection: every session is that one, left clean when the last of them ends. */
export async function databaseOver(pglite: PGlite, label: string): Promise<Database> {
  const client = new Client({ stream: () => new Wire(pglite) });
  client.on("error", () => {});
  await client.connect();
  const session = await withPostgis(sessionOver(client, label), pglite);
  let users = 0;

  return {
    kind: "embedded",
    version: await versionOf(session),
    label,
    async session(work) {
      users += 1;
      try {
        return await work(session);
      } finally {
        users -= 1;
        if (users === 0) await clean(session);
      }
    },
    async dump() {
      const archive = await pglite.dumpDataDir("gzip");
      return new Uint8Array(await archive.arrayBuffer());
    },
    async close() {
      await client.end();
      await pglite.close();
    },
  };
}

/** What a new connection would not have: an open transaction, settings, locks, temporary tables. */
async function clean(session: Session): Promise<void> {
  await session.query("ROLLBACK");
  await session.query("DISCARD ALL");
}
