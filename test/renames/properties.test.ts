import fc from "fast-check";
import { readCatalog } from "../../src/catalog";
import { type Path, type Renaming, rekey } from "../../src/change";
import { diff } from "../../src/diff";
import { plan, renameBackStatements, renameStatements } from "../../src/plan";
import { openDatabase, type Session } from "../../src/postgres";
import {
  type Column,
  childrenOf,
  emptySchema,
  listOf,
  qualify,
  quoteIdentifier,
  quoteLiteral,
  type Schema,
  type Table,
} from "../../src/schema";
import { seedFor, tablesAlone } from "../support/arbitrary";
import { createDatabase, serverVersions } from "../support/servers";

const runs = 25;

const columnsOf = (world: Schema, table: Table) =>
  childrenOf(world, table).filter((child): child is Column => child.kind === "column");

/** New names for some tables and columns, among them names that others give up. */
function renamingsOf(world: Schema, choices: readonly number[]): Renaming[] {
  let next = 0;
  const chosen = () => choices[next++ % choices.length] ?? 0;
  const tables = listOf(world, "table");
  const shift = (names: readonly string[]) => names.map((_, at) => names[(at + 1) % names.length] ?? "");
  const swapped = chosen() % 2 === 0 ? shift(tables.map(({ name }) => name)) : null;
  const all = tables.flatMap((table, at): Renaming[] => {
    const renamed = swapped?.[at] ?? (chosen() % 2 === 0 ? `${table.name} new` : table.name);
    const to: Path = { schema: table.schema, name: renamed };
    // Expressions speak of ids; theirs is what PostgreSQL rewrites, and is tested with entities.
    const names = columnsOf(world, table).flatMap(({ name }) => (name === "id" ? [] : [name]));
    const turned = chosen() % 2 === 0 && names.length > 1 ? shift(names) : null;
    const columns = names.flatMap((from, position): Renaming[] => {
      const fresh = turned?.[position] ?? (chosen() % 2 === 0 ? `${from}2` : from);
      return fresh === from ? [] : [{ kind: "column", table: to, from, to: fresh }];
    });
    const itself: Renaming[] =
      renamed === table.name ? [] : [{ kind: "table", from: { schema: table.schema, name: table.name }, to }];
    return [...itself, ...columns];
  });
  // As a decision lists them: what is in a table goes by the table's new name.
  return [...all.filter(({ kind }) => kind === "table"), ...all.filter(({ kind }) => kind === "column")];
}

const samples: Readonly<Record<string, (row: number) => string>> = {
  integer: (row) => `${row}`,
  bigint: (row) => `${row}`,
  numeric: (row) => `${row}.25`,
  boolean: (row) => (row % 2 === 0 ? "true" : "false"),
  "timestamp with time zone": (row) => `'2026-01-0${row} 10:00Z'`,
  jsonb: (row) => `'{"row": ${row}}'`,
};

function literalOf({ type }: Column, row: number): string {
  if (type.name === "mood") return quoteLiteral(type.array ? "{glad,glad}" : "glad");
  if (type.array) return `'{a${row},b}'`;
  return samples[type.name]?.(row) ?? `'text ${row}'`;
}

/** Two rows in every table; references stay empty. */
async function fill(session: Session, world: Schema): Promise<void> {
  for (const table of listOf(world, "table"))
    for (const row of [11, 12]) {
      const columns = columnsOf(world, table).filter(({ name }) => !name.includes(" of "));
      const names = columns.map(({ name }) => quoteIdentifier(name)).join(", ");
      const values = columns.map((column) => (column.name === "id" ? `${row}` : literalOf(column, row - 10)));
      const insert = `INSERT INTO ${qualify(table.schema, table.name)} (${names}) OVERRIDING SYSTEM VALUE VALUES (${values.join(", ")})`;
      // A unique mood admits one row.
      await session.query(insert).catch((error) => {
        if (row === 11) throw error;
      });
    }
}

/** Every value of every table, by position: names play no part. */
async function valuesOf(session: Session, world: Schema): Promise<string[]> {
  const all: string[] = [];
  for (const table of listOf(world, "table")) {
    const row = columnsOf(world, table).map(({ name }) => `${quoteIdentifier(name)}::text`);
    const rows = await session.query(
      `SELECT array_to_json(ARRAY[${row.join(", ")}])::text AS row FROM ${qualify(table.schema, table.name)} ORDER BY id`,
    );
    all.push(JSON.stringify(rows));
  }
  return all;
}

async function run(session: Session, statements: readonly { readonly sql: string }[]): Promise<void> {
  for (const { sql } of statements) await session.query(sql);
}

describe.each(serverVersions)("renames of generated schemas on PostgreSQL %i", (version) => {
  it("keep every value, there and back", async () => {
    const { url, drop } = await createDatabase(version);
    const database = await openDatabase({ kind: "server", connection: { url } });
    try {
      await database.session((session) =>
        fc.assert(
          fc.asyncProperty(
            tablesAlone,
            fc.array(fc.nat(9), { minLength: 5, maxLength: 9 }),
            async (wanted, choices) => {
              await session.query("DROP SCHEMA IF EXISTS public CASCADE");
              await session.query("DROP SCHEMA IF EXISTS app CASCADE");
              await run(session, plan(diff(emptySchema, wanted), emptySchema, wanted).statements);
              const start = await readCatalog(session);
              await fill(session, start);
              const before = await valuesOf(session, start);
              const renamings = renamingsOf(start, choices);
              await run(session, renameStatements(renamings, start));
              const goal = rekey(start, renamings);
              const there = await readCatalog(session);
              expect(await valuesOf(session, goal)).toEqual(before);
              expect(diff(there, goal).filter(({ kind }) => kind === "table" || kind === "column")).toEqual(
                [],
              );
              await run(session, renameBackStatements(renamings, start, there));
              expect(diff(await readCatalog(session), start)).toEqual([]);
              expect(await valuesOf(session, start)).toEqual(before);
            },
          ),
          { numRuns: runs, seed: seedFor(version) },
        ),
      );
    } finally {
      await database.close();
      await drop();
    }
  });
});
