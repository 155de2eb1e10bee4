import { readCatalog } from "../../src/catalog";
import { type Answers, noAnswers, type Plan } from "../../src/change";
import { diff } from "../../src/diff";
import { type Generated, type GenerateRequest, generate } from "../../src/pipeline";
import { openDatabase } from "../../src/postgres";
import type { EntityTarget } from "../../src/project/project";
import { parseColumnSql, parseDrop, parseMap, parseRename } from "../../src/renames";
import type { Schema } from "../../src/schema";
import { configurationOf, synchronize } from "../support/comparison";
import { createDatabase, type ServerVersion } from "../support/servers";

interface Said {
  readonly rename?: readonly string[];
  readonly drop?: readonly string[];
  readonly using?: readonly string[];
  readonly usingBack?: readonly string[];
  readonly backfill?: readonly string[];
  readonly map?: readonly string[];
}

/** Answers as flags give them. */
export function flags({
  rename = [],
  drop = [],
  using = [],
  usingBack = [],
  backfill = [],
  map = [],
}: Said): Answers {
  return {
    ...noAnswers,
    renames: rename.map((text) => parseRename(text, "flag")),
    drops: drop.map((text) => parseDrop(text, "flag")),
    usings: using.map((text) => parseColumnSql(text, "flag")),
    usingsBack: usingBack.map((text) => parseColumnSql(text, "flag")),
    backfills: backfill.map((text) => parseColumnSql(text, "flag")),
    maps: map.map((text) => parseMap(text, "flag")),
  };
}

type Row = Record<string, unknown>;

/** A database that entities described before, with rows in it, on its way to what they describe now. */
export interface Journey {
  readonly url: string;
  query(sql: string): Promise<Row[]>;
  /** What `generate` says, nothing written. */
  generate(targets: readonly EntityTarget[], options?: Partial<GenerateRequest>): Promise<Generated>;
  /** Goes there as the generated migration would; nothing must be left to do. Gives the statements. */
  up(targets: readonly EntityTarget[], said?: Said, options?: Partial<GenerateRequest>): Promise<string[]>;
  /** Takes the last `up` back; the database must be what it was. Gives the statements. */
  down(): Promise<string[]>;
}

export async function journey<T>(
  version: ServerVersion,
  before: readonly EntityTarget[],
  work: (journey: Journey) => Promise<T>,
): Promise<T> {
  const { url, drop } = await createDatabase(version);
  const database = await openDatabase({ kind: "server", connection: { url } });
  try {
    if (before.length > 0) await synchronize(url, before);
    return await database.session(async (session) => {
      let way: { readonly down: Plan; readonly start: Schema } | null = null;
      const run = async ({ statements, transaction }: Plan) => {
        if (transaction) await session.query("BEGIN");
        try {
          for (const { sql } of statements) await session.query(sql);
        } catch (error) {
          if (transaction) await session.query("ROLLBACK");
          throw error;
        }
        if (transaction) await session.query("COMMIT");
        return statements.map(({ sql }) => sql);
      };
      const generated = (targets: readonly EntityTarget[], options: Partial<GenerateRequest> = {}) =>
        generate(configurationOf(url, targets), { dryRun: true, timestamp: 1_763_700_000_000, ...options });
      return work({
        url,
        query: (sql) => session.query<Row>(sql),
        generate: generated,
        async up(targets, said = {}, options = {}) {
          const start = await readCatalog(session);
          const result = await generated(targets, { answers: flags(said), ...options });
          if (result.status !== "generated") throw new Error(`generate: ${JSON.stringify(result, null, 1)}`);
          way = { down: result.difference.down, start };
          const statements = await run(result.difference.up);
          expect(await generated(targets)).toEqual({ status: "nothing" });
          return statements;
        },
        async down() {
          if (way === null) throw new Error("there is no way back before one there");
          const statements = await run(way.down);
          expect(diff(await readCatalog(session), way.start)).toEqual([]);
          return statements;
        },
      });
    });
  } finally {
    await database.close();
    await drop();
  }
}
