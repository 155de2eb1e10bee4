import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Session } from "./database";
import type { PGlite, PGliteExtension } from "./pglite";
import { filesIn } from "./tar";

/** PostGIS as its package has it: unpacked and compiled when PGlite starts, whether it is used or not. */
const packaged = async () => (await import("@electric-sql/pglite-postgis")).postgis;

/** What PGlite must be told when it starts, so that PostGIS can come later. */
export const postgisToCome: PGliteExtension = {
  name: "postgis",
  async setup(pglite, options) {
    const { emscriptenOpts } = await (await packaged()).setup(pglite, options);
    return { emscriptenOpts };
  },
};

/** A session that has PostGIS unpacked before the first statement that names it. It takes a second, and much memory. */
export async function withPostgis(session: Session, pglite: PGlite): Promise<Session> {
  let unpacked: Promise<void> | null = null;
  const prepare = async (sql: string, parameters: readonly unknown[] = []) => {
    if (!/postgis/i.test([sql, ...parameters].join(" "))) return;
    unpacked ??= unpack(pglite);
    await unpacked;
  };
  // Where it is installed already, any statement may need it.
  const installed = await session.query("SELECT extname FROM pg_catalog.pg_extension");
  await prepare(JSON.stringify(installed));
  return {
    ...session,
    async query(sql, parameters) {
      await prepare(sql, parameters);
      return session.query(sql, parameters);
    },
    async execute(sql, parameters) {
      await prepare(sql, parameters);
      return session.execute(sql, parameters);
    },
  };
}

/** The extension `postgis` itself and what it knows of the earth; its bundle has others that PGlite cannot run. */
const wanted =
  /^(lib\/postgresql\/postgis-3\.so|share\/postgresql\/extension\/postgis(--[\d.]+\.sql|\.control)|share\/proj\/.+)$/;

async function unpack(pglite: PGlite): Promise<void> {
  const { bundlePath } = await (await packaged()).setup(pglite, { PGLITE_ENV: {} });
  const archive = await promisify(gunzip)(await readFile(bundlePath));
  for (const { name, data } of filesIn(archive))
    if (wanted.test(name)) pglite.copyToFS(`/pglite/${name}`, data);
}
