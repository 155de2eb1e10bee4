import { EventEmitter, once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MigrationInterface, QueryRunner } from "typeorm";
import * as typeorm from "typeorm";
import type { Configuration, MigrationClass } from "../../src/config/configuration";
import { noHooks } from "../../src/config/hooks";
import type { Database } from "../../src/postgres/database";
import { openServer } from "../../src/postgres/server";
import type { EntityTarget, PostgresOptions, TypeOrm } from "../../src/project";
import { createDatabase, type ServerVersion } from "../support/servers";

export interface Given {
  readonly typeorm?: TypeOrm;
  readonly typeormVersion?: string;
  readonly entities?: readonly EntityTarget[];
  readonly options?: Partial<PostgresOptions>;
  readonly defaultSchema?: string;
  readonly table?: string;
}

const root = mkdtempSync(join(tmpdir(), "apply-"));
afterAll(() => rmSync(root, { recursive: true }));

/** A project whose migrations are given in process. */
export function configurationOf(
  url: string,
  classes: readonly MigrationClass[],
  given: Given = {},
): Configuration {
  const { defaultSchema = "public", table = "migrations" } = given;
  return {
    root,
    target: { kind: "server", connection: { url } },
    defaultSchema,
    project: {
      root,
      typeorm: given.typeorm ?? typeorm,
      typeormVersion: given.typeormVersion ?? "1.1.1",
      dataSourceFile: null,
      options: { type: "postgres", ...given.options },
      entityPatterns: [],
      entityTargets: given.entities ?? [],
    },
    migrations: { directory: root, patterns: [], classes, table },
    filters: { include: [], exclude: [] },
    strategy: "simple",
    hooks: noHooks,
    hazards: {},
  };
}

/** An empty database for one test, open; both are gone after it. */
export async function withDatabase<T>(
  version: ServerVersion,
  work: (database: Database, url: string) => Promise<T>,
): Promise<T> {
  const { url, drop } = await createDatabase(version);
  const database = await openServer({ url });
  try {
    return await work(database, url);
  } finally {
    await database.close();
    await drop();
  }
}

export type Step = string | ((queryRunner: QueryRunner) => Promise<unknown>);

/** A migration class as a project would write it. */
export function migration(
  name: string,
  up: readonly Step[],
  down: readonly Step[] = [],
  more: { readonly transaction?: boolean } = {},
): MigrationClass {
  const run = async (queryRunner: QueryRunner, steps: readonly Step[]): Promise<void> => {
    for (const step of steps) await (typeof step === "string" ? queryRunner.query(step) : step(queryRunner));
  };
  return class implements MigrationInterface {
    name = name;
    up = (queryRunner: QueryRunner) => run(queryRunner, up);
    down = (queryRunner: QueryRunner) => run(queryRunner, down);
    constructor() {
      Object.assign(this, more);
    }
  };
}

/** A migration that takes until it is told to end. */
export function slowMigration() {
  const gates = new EventEmitter();
  const [begun, ended] = [once(gates, "begin"), once(gates, "end")];
  const step = () => {
    gates.emit("begin");
    return ended;
  };
  return { migration: migration("Slow1700000000001", [step]), begun, end: () => void gates.emit("end") };
}

export async function rowsOf<Row = Record<string, unknown>>(database: Database, sql: string): Promise<Row[]> {
  return database.session((session) => session.query<Row>(sql));
}

/** Tables and views of a schema, by name; the tool's own journal aside. */
export async function relationsOf(database: Database, schema = "public"): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(
    database,
    `SELECT relname AS name FROM pg_class WHERE relnamespace = '${schema}'::regnamespace
      AND relkind IN ('r', 'v', 'm') AND relname <> 'schema_journal' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

export async function recordOf(database: Database): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(database, "SELECT name FROM migrations ORDER BY id");
  return rows.map(({ name }) => name);
}
