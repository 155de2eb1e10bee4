import type { Configuration } from "../../config/configuration";
import { exitStatus, SchemaError } from "../../errors";
import { type Migration, tablesMadeBy } from "../../migrations";
import type { Session } from "../../postgres";
import { qualify } from "../../schema";
import { lockName } from "../journal/table";
import type { State, Tables } from "./state";

/** Other tools, by the table in which each keeps its record. */
const tools: Readonly<Record<string, string>> = {
  _prisma_migrations: "Prisma",
  knex_migrations: "Knex",
  flyway_schema_history: "Flyway",
  alembic_version: "Alembic",
  databasechangelog: "Liquibase",
  schema_migrations: "Rails, dbmate or golang-migrate",
  SequelizeMeta: "Sequelize",
  mikro_orm_migrations: "MikroORM",
  __drizzle_migrations: "Drizzle",
  django_migrations: "Django",
  pgmigrations: "node-pg-migrate",
  goose_db_version: "goose",
  __EFMigrationsHistory: "Entity Framework",
  atlas_schema_revisions: "Atlas",
};

/** What stands in a database in which nothing is recorded as applied. */
export interface Inhabited {
  /** Tables that are there, as SQL writes them, those that keep records aside. */
  readonly tables: readonly string[];
  /** The tools whose records stand there, with their tables. */
  readonly tools: readonly { readonly tool: string; readonly table: string }[];
}

/** What no extension brought and no record of ours explains. */
export async function readInhabited(session: Session, { record, journal }: Tables): Promise<Inhabited> {
  const rows = await session.query<{ name: string; home: string }>(
    `SELECT c.relname AS name, n.nspname AS home
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                         WHERE e.classid = 'pg_catalog.pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
      ORDER BY 2, 1`,
  );
  const own = rows.filter(
    ({ name, home }) =>
      !(home === record.schema && name === record.name) &&
      !(home === journal.schema && (name === journal.name || name === lockName)),
  );
  return {
    tables: own.filter(({ name }) => !(name in tools)).map(pathOf),
    tools: own.flatMap((row) => {
      const tool = tools[row.name];
      return tool === undefined ? [] : [{ tool, table: pathOf(row) }];
    }),
  };
}

const pathOf = ({ home, name }: { home: string; name: string }) => qualify(home, name);

/** `made by Flyway (public.flyway_schema_history)`; by whom is anybody's guess without a record. */
function makerOf({ tools: found }: Inhabited): string {
  const [first] = found;
  return first === undefined ? "made by synchronize() or by hand" : `made by ${first.tool} (${first.table})`;
}

/**
 * What to do about a database that nobody has recorded anything of.
 *
 * @param pending how many migrations the project has: a baseline is the first of all
 */
export function adoptionNote(inhabited: Inhabited, pending: number): string {
  const number = inhabited.tables.length === 1 ? "a table" : `${inhabited.tables.length} tables`;
  const advice =
    pending === 0
      ? "`schema baseline` writes the migration that makes what the entities describe of it, and marks it as applied."
      : "Where that is what the migrations make, `schema stamp head` says so; else `schema apply` applies what is pending.";
  return `The database has ${number}, ${makerOf(inhabited)}, and nothing is recorded as applied. ${advice}`;
}

/**
 * Nothing is recorded, and the tables that the first migration would make are there: to run it could only fail. The
 * person is told how to take the database over.
 */
export async function refuseInhabited(
  { defaultSchema }: Configuration,
  [first]: readonly Migration[],
  session: Session,
  { executed, journal }: State,
  tables: Tables,
): Promise<void> {
  if (first === undefined || executed.length > 0 || journal.unfinished.size > 0) return;
  // Whoever looks before he makes a table knows what he does.
  if (/\bIF\s+(?:NOT\s+)?EXISTS\b|\bDROP\b|\bhasTable\b/i.test(upOf(first))) return;
  const made = tablesMadeBy([first], defaultSchema);
  if (made.size === 0) return;
  const inhabited = await readInhabited(session, tables);
  const there = inhabited.tables.filter((path) => made.has(path));
  if (there.length > 0) throw inhabitedBefore(there, inhabited, first);
}

function upOf({ source }: Migration): string {
  return source.split(/(?<!\w)down\s*[=(]/)[0] ?? "";
}

function inhabitedBefore(there: readonly string[], inhabited: Inhabited, first: Migration): SchemaError {
  const [one] = there;
  const which = there.length === 1 ? `${one} is` : `${one} and ${there.length - 1} more are`;
  return new SchemaError({
    code: "NOT_ADOPTED",
    message: `Nothing is recorded as applied here, but ${which} there already, ${makerOf(inhabited)}; ${first.name} would make ${there.length === 1 ? "it" : "them"} again. Nothing was done.`,
    hint: "Where the database is what the migrations make, say so: schema stamp head, or schema stamp NAME for the last one that it has. Where they were written for an empty one, apply them there.",
    exit: exitStatus.refused,
  });
}
