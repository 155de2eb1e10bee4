import type { Session } from "../postgres/database";
import { qualify, quoteIdentifier } from "../schema";
import { isOwn } from "./observation";

/** What became of a column, by its identity in the catalog: a name and a type may be taken over, an identity may not. */
export interface ColumnFate {
  readonly fate:
    | "kept"
    | "renamed"
    | "retyped"
    | "renamed and retyped"
    | "retyped through a copy"
    | "created"
    | "lost";
  /** Its table, as it was called before; a new one as it is called. */
  readonly table: string;
  /** `public.users.name`; null for what was created. */
  readonly from: string | null;
  /** Null for what was lost. */
  readonly to: string | null;
  /** `character varying(50)` */
  readonly fromType: string | null;
  readonly toType: string | null;
  /** Whether PostgreSQL computes its values, so that losing them is no loss. */
  readonly computed: boolean;
  /** Whether its table is gone with it, or came with it. */
  readonly withTable: boolean;
}

export interface IdentifiedColumn {
  /** `attrelid.attnum` */
  readonly identity: string;
  readonly table: {
    readonly oid: number;
    readonly schema: string;
    readonly name: string;
    readonly path: string;
  };
  readonly name: string;
  readonly path: string;
  readonly type: string;
  readonly computed: boolean;
}

interface Row {
  readonly table: number;
  readonly number: number;
  readonly schema: string;
  readonly relation: string;
  readonly name: string;
  readonly type: string;
  readonly computed: boolean;
}

/** Every column of every table that is no extension's, with what PostgreSQL itself knows it by. */
export async function identifyColumns(session: Session): Promise<readonly IdentifiedColumn[]> {
  const rows = await session.query<Row>(`
    SELECT a.attrelid::int AS table, a.attnum AS number, n.nspname AS schema, c.relname AS relation, a.attname AS name,
           format_type(a.atttypid, a.atttypmod) AS type, a.attgenerated <> '' AS computed
      FROM pg_catalog.pg_attribute a
      JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
       AND ${isOwn}
     ORDER BY n.nspname, c.relname, a.attnum`);
  return rows.map(({ table, number, schema, relation, name, type, computed }) => ({
    identity: `${table}.${number}`,
    table: { oid: table, schema, name: relation, path: qualify(schema, relation) },
    name,
    path: `${qualify(schema, relation)}.${quoteIdentifier(name)}`,
    type,
    computed,
  }));
}

/** @param copies paths of columns that are said to have the values of others, whose paths before they are given with */
export function fatesBetween(
  before: readonly IdentifiedColumn[],
  after: readonly IdentifiedColumn[],
  copies: ReadonlyMap<string, string> = new Map(),
): ColumnFate[] {
  const later = new Map(after.map((column) => [column.identity, column]));
  const earlier = new Set(before.map(({ identity }) => identity));
  const tablesBefore = new Set(before.map(({ table }) => table.oid));
  const tablesAfter = new Set(after.map(({ table }) => table.oid));
  const created = after.filter(({ identity }) => !earlier.has(identity));
  const copyOf = new Map(
    created.flatMap((column) => {
      const source = copies.get(column.path);
      return source === undefined || !tablesBefore.has(column.table.oid) ? [] : [[source, column] as const];
    }),
  );
  const copied = new Set(copyOf.values());
  return [
    ...before.map((column) => {
      const kept = later.get(column.identity);
      const fate = fateOf(column, kept ?? copyOf.get(column.path), !tablesAfter.has(column.table.oid));
      return kept === undefined && fate.to !== null
        ? ({ ...fate, fate: "retyped through a copy" } as const)
        : fate;
    }),
    ...created
      .filter((column) => !copied.has(column))
      .map(
        ({ path, type, computed, table }): ColumnFate => ({
          fate: "created",
          table: table.path,
          from: null,
          to: path,
          fromType: null,
          toType: type,
          computed,
          withTable: !tablesBefore.has(table.oid),
        }),
      ),
  ];
}

function fateOf(
  { path, type, table, computed }: IdentifiedColumn,
  to: IdentifiedColumn | undefined,
  withTable: boolean,
): ColumnFate {
  const known = { table: table.path, from: path, fromType: type, computed };
  if (to === undefined) return { ...known, fate: "lost", to: null, toType: null, withTable };
  return {
    ...known,
    fate: survival(path !== to.path, type !== to.type),
    to: to.path,
    toType: to.type,
    withTable,
  };
}

function survival(renamed: boolean, retyped: boolean): ColumnFate["fate"] {
  if (renamed) return retyped ? "renamed and retyped" : "renamed";
  return retyped ? "retyped" : "kept";
}
