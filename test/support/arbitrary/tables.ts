import fc from "fast-check";
import type { Column, ForeignKey, Index, SchemaObject, Sequence, Unique } from "../../../src/schema";
import { column } from "../schemas";
import { columnIn, columnNames, computed } from "./columns";
import { type Home, homes, type TableName } from "./homes";

const choice = {
  names: fc.subarray(columnNames),
  keyName: fc.constantFrom("pkey", "PK"),
  counting: fc.constantFrom("always" as const, "by default" as const, "serial" as const, "not" as const),
  idType: fc.constantFrom("integer", "bigint"),
  /** The key is `id`, or `id` and `part`. */
  composite: fc.boolean(),
  computed: fc.boolean(),
  uniques: fc.boolean(),
  deferrable: fc.constantFrom(null, "initially deferred" as const),
  indexed: fc.boolean(),
  partial: fc.boolean(),
  uniqueIndex: fc.boolean(),
  checked: fc.option(fc.constantFrom("id > 0", "id <> 5"), { nil: null }),
  onDelete: fc.constantFrom("CASCADE" as const, "SET NULL" as const, "NO ACTION" as const),
  comment: fc.constantFrom(null, "a table"),
};

/** What a schema decides of a table: enough for other tables to refer to it. */
export type Table = Awaited<ReturnType<typeof tableIn>> extends fc.Arbitrary<infer T> ? T : never;

export const tableIn = (name: TableName, others: readonly TableName[]) =>
  fc.record({ ...choice, parents: fc.subarray([...others]) }).chain((chosen) =>
    fc.tuple(...chosen.names.map((each) => columnIn(homes[name], each))).map((columns) => ({
      ...chosen,
      name,
      home: homes[name] as Home,
      columns,
    })),
  );

export function objectsOf(table: Table, all: ReadonlyMap<TableName, Table>): SchemaObject[] {
  const { home, columns, parents, keyName, composite } = table;
  const plain = columns.filter(({ type }) => type.name !== "jsonb").map(({ name }) => name);
  return [
    {
      kind: "table",
      schema: home.schema,
      name: home.table,
      unlogged: false,
      partitionKey: null,
      parts: [],
      inherited: false,
      storage: [],
      comment: table.comment,
    },
    ...identifier(table),
    ...(composite ? [column({ ...home, name: "part", type: { name: "integer" } })] : []),
    ...columns,
    ...(table.computed ? [computed(home, plain[0])] : []),
    { kind: "primaryKey", ...on(home, keyName), columns: keyOf(table), include: [], deferrable: null },
    ...(table.uniques && plain[0] !== undefined ? [unique(table, [plain[0]])] : []),
    ...(table.indexed && plain.length > 0 ? [index(table, plain.slice(-2))] : []),
    ...(table.computed && table.indexed
      ? [{ ...index(table, ["computed"]), unique: false, where: null }]
      : []),
    ...(table.checked === null
      ? []
      : [
          {
            kind: "check",
            ...on(home, "check"),
            expression: table.checked,
            noInherit: false,
            validated: true,
          } satisfies SchemaObject,
        ]),
    ...parents.flatMap((name) => references(table, all.get(name))),
  ];
}

export const keyOf = ({ composite }: Table) => (composite ? ["id", "part"] : ["id"]);

const on = ({ schema, table }: Home, name: string) => ({
  schema,
  table,
  name: `${table}_${name}`,
  comment: null,
});

function identifier({ home, counting, idType }: Table): SchemaObject[] {
  const id = { ...home, name: "id", type: { name: idType } };
  if (counting === "not") return [column(id)];
  if (counting !== "serial") return [column({ ...id, identity: counting })];
  const name = `${home.table}_id_seq`;
  const path = `${home.schema}.${/[A-Z]/.test(name) ? `"${name}"` : name}`;
  const sequence: Sequence = {
    kind: "sequence",
    schema: home.schema,
    name,
    type: idType,
    start: "1",
    increment: "1",
    minimum: "1",
    maximum: idType === "integer" ? "2147483647" : "9223372036854775807",
    cache: "1",
    cycle: false,
    ownedBy: { ...home, column: "id" },
    comment: null,
  };
  return [sequence, column({ ...id, default: `nextval('${path}'::regclass)` })];
}

const unique = ({ home, deferrable }: Table, columns: string[]): Unique => ({
  kind: "unique",
  ...on(home, `${columns.join("_")}_key`),
  columns,
  include: [],
  nullsNotDistinct: false,
  deferrable,
});

const index = ({ home, partial, uniqueIndex }: Table, columns: string[]): Index => ({
  kind: "index",
  ...on(home, `${columns.join("_")}_idx`),
  method: "btree",
  unique: uniqueIndex,
  nullsNotDistinct: false,
  keys: columns.map((name) => ({
    column: name,
    expression: null,
    collation: null,
    operatorClass: null,
    operatorClassParameters: null,
    descending: false,
    nullsFirst: false,
  })),
  include: [],
  where: partial ? "(id > 10)" : null,
  storage: [],
  valid: true,
  concurrently: false,
});

/** The columns that hold the other table's key, and the foreign key. */
function references({ home, onDelete }: Table, parent: Table | undefined): SchemaObject[] {
  if (parent === undefined) return [];
  const pairs = keyOf(parent).map((name) => [`${name} of ${parent.name}`, name] as const);
  const columns = pairs.map(
    ([name, key]): Column =>
      column({ ...home, name, type: { name: key === "id" ? "bigint" : "integer" }, notNull: false }),
  );
  const key: ForeignKey = {
    kind: "foreignKey",
    ...on(home, `${parent.name}_fk`),
    columns: pairs.map(([name]) => name),
    references: { schema: parent.home.schema, table: parent.home.table, columns: keyOf(parent) },
    onDelete,
    onDeleteColumns: [],
    onUpdate: "NO ACTION",
    match: "SIMPLE",
    deferrable: null,
    validated: true,
  };
  return [...columns, key];
}
