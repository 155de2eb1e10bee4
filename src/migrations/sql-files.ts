import { readdir, readFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import type { QueryRunner } from "typeorm";
import type { Configuration } from "../config/configuration";
import { SchemaError } from "../errors";
import { checksumOf } from "./checksum";
import type { Migration } from "./migration";
import { migrationName } from "./names";
import { runsInTransaction, type SqlTexts } from "./render-sql";
import { schemaWayIn } from "./schema-way";
import { splitSql } from "./split-sql";

const named = /^(?<timestamp>\d{13})[-_](?<slug>.+)\.(?<direction>up|down)\.sql$/;

/** The migrations that are a pair of scripts, in the directory where new migrations are written. */
export async function readSqlMigrations({
  root,
  migrations: { directory },
}: Pick<Configuration, "root" | "migrations">): Promise<readonly Migration[]> {
  const files = await readdir(directory).catch(() => []);
  const scripts = files.filter((file) => /^\d{13}.*\.sql$/.test(file)).toSorted();
  for (const file of scripts) checkName(relative(root, join(directory, file)), file, scripts);
  const ups = scripts.filter((file) => file.endsWith(".up.sql"));
  return Promise.all(
    ups.map(async (up) => {
      const down = up.replace(/\.up\.sql$/, ".down.sql");
      const file = join(directory, up);
      const texts = {
        up: await read(file),
        down: scripts.includes(down) ? await read(join(directory, down)) : null,
      };
      return sqlMigration(file, texts);
    }),
  );
}

/** A migration of two scripts. Its name is that of its file, as a class would be called. */
export function sqlMigration(
  file: string,
  texts: Pick<SqlTexts, "up"> & { readonly down: string | null },
): Migration {
  const { slug = "", timestamp = "" } = named.exec(basename(file))?.groups ?? {};
  const name = migrationName(slug, Number(timestamp)).className;
  const { up, down } = texts;
  return {
    name,
    timestamp: Number(timestamp),
    file,
    checksum: checksumOf(...(down === null ? [up] : [up, down])),
    source: up,
    scripts: texts,
    transaction: [up, down ?? ""].every(runsInTransaction),
    schema: schemaWayIn(up),
    instance: {
      name,
      up: (queryRunner) => run(queryRunner, up),
      down: (queryRunner) => {
        if (down === null) throw noWayBack(name, file);
        return run(queryRunner, down);
      },
    },
  };
}

async function run(queryRunner: QueryRunner, script: string): Promise<void> {
  const statements = splitSql(script);
  const texts = runsInTransaction(script) ? statements : joinTransactions(statements);
  for (const text of texts) await queryRunner.query(text);
}

/** From BEGIN to COMMIT one text: so it can be tried again as a whole, when others are in its way. */
export function joinTransactions(statements: readonly string[]): string[] {
  const begin = statements.findIndex((statement) => /^BEGIN$/i.test(statement));
  const end = statements.findIndex((statement, at) => at > begin && /^COMMIT$/i.test(statement));
  if (begin < 0 || end < 0) return [...statements];
  const within = statements.slice(begin + 1, end);
  return [
    ...statements.slice(0, begin),
    ...(within.length === 0 ? [] : [within.join(";\n")]),
    ...joinTransactions(statements.slice(end + 1)),
  ];
}

async function read(file: string): Promise<string> {
  const text = await readFile(file, "utf8");
  return text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
}

function checkName(path: string, file: string, all: readonly string[]): void {
  if (!named.test(file))
    throw new SchemaError({
      code: "MIGRATION_WITHOUT_DIRECTION",
      message: `${path} is named as a migration, but does not say which way it leads.`,
      hint: "Let its name end in .up.sql or .down.sql, or begin otherwise than with a timestamp.",
    });
  if (file.endsWith(".down.sql") && !all.includes(file.replace(/\.down\.sql$/, ".up.sql")))
    throw new SchemaError({
      code: "DOWN_WITHOUT_UP",
      message: `${path} has no .up.sql beside it.`,
      hint: "Bring the other script back, or delete this one.",
    });
}

const noWayBack = (name: string, file: string) =>
  new SchemaError({
    code: "MIGRATION_WITHOUT_DOWN",
    message: `${name} has no script for the way back.`,
    hint: `Write ${basename(file).replace(/\.up\.sql$/, ".down.sql")} beside it.`,
  });
