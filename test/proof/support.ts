import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as typeorm from "typeorm";
import { readCatalog } from "../../src/catalog";
import type { Configuration } from "../../src/config/configuration";
import { noHooks } from "../../src/config/hooks";
import type { Session } from "../../src/postgres";
import type { Schema } from "../../src/schema";

/** A directory that is gone after the tests of the file. */
export const root = mkdtempSync(join(tmpdir(), "proof-"));
afterAll(() => rmSync(root, { recursive: true }));

/** A project without entities or migrations. */
export const configuration: Configuration = {
  root,
  target: { kind: "embedded", directory: join(root, ".schema") },
  defaultSchema: "public",
  project: {
    root,
    typeorm,
    typeormVersion: "1.1.1",
    dataSourceFile: null,
    options: { type: "postgres" },
    entityPatterns: [],
    entityTargets: [],
  },
  migrations: { directory: root, patterns: [], classes: [], table: "migrations" },
  filters: { include: [], exclude: [] },
  strategy: "simple",
  hooks: noHooks,
  hazards: {},
};

/** What a script makes of an empty database; the database is empty again afterwards. */
export async function schemaAfter(session: Session, sql: readonly string[]): Promise<Schema> {
  for (const statement of sql) await session.query(statement);
  const schema = await readCatalog(session);
  await empty(session);
  return schema;
}

export async function empty(session: Session): Promise<void> {
  await session.query("DROP SCHEMA public CASCADE");
  await session.query("CREATE SCHEMA public");
}
