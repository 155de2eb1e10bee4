import fc from "fast-check";
import {
  type Column,
  type DataType,
  type Enum,
  type ForeignKey,
  type Index,
  type PrimaryKey,
  type SchemaObject,
  schemaOf,
  type Unique,
} from "../../src/schema";
import { column } from "./schemas";

/** Few names, so that two schemas meet in them; some need quotes. */
const tableNames = ["accounts", "Order", "user", "notes"];
const columnNames = ["a", "b", "Total", "select", "e", "f"];

interface TypeChoice {
  readonly type: Partial<DataType>;
  readonly defaults: readonly string[];
}

const text: TypeChoice = { type: { name: "text" }, defaults: ["'it''s'", "''"] };
const shortText: TypeChoice = { type: { name: "character varying", modifiers: "20" }, defaults: ["'x'"] };
const longText: TypeChoice = { type: { name: "character varying", modifiers: "40" }, defaults: ["'x'"] };
const list: TypeChoice = { type: { name: "text", array: true }, defaults: ["'{}'"] };
const mood: TypeChoice = { type: { schema: "public", name: "mood" }, defaults: ["'glad'"] };
const integer: TypeChoice = { type: { name: "integer" }, defaults: ["7", "-1"] };
const bigint: TypeChoice = { type: { name: "bigint" }, defaults: ["7"] };
const numeric: TypeChoice = { type: { name: "numeric", modifiers: "10,2" }, defaults: ["0.5"] };
const boolean: TypeChoice = { type: { name: "boolean" }, defaults: ["true"] };
const moment: TypeChoice = { type: { name: "timestamp with time zone" }, defaults: ["now()"] };
const json: TypeChoice = { type: { name: "jsonb" }, defaults: ["'{}'"] };

/** Each column changes only between types that PostgreSQL can cast. */
const typesOf: Readonly<Record<string, readonly TypeChoice[]>> = {
  a: [integer, bigint, numeric, text, shortText],
  b: [text, shortText, longText, mood],
  Total: [boolean, text, integer],
  select: [moment, text],
  f: [text, list],
  e: [json, text, longText],
};

const columnIn = (table: string, name: string): fc.Arbitrary<Column> =>
  fc
    .record({
      choice: fc.constantFrom(...(typesOf[name] ?? [text])),
      notNull: fc.boolean(),
      hasDefault: fc.boolean(),
      at: fc.nat(1),
      comment: fc.constantFrom(null, null, "it's a comment"),
    })
    .map(({ choice, notNull, hasDefault, at, comment }) =>
      column({
        table,
        name,
        type: choice.type,
        notNull,
        default: hasDefault ? (choice.defaults[at % choice.defaults.length] ?? null) : null,
        comment,
      }),
    );

const on = (table: string, name: string) => ({ schema: "public", table, name, comment: null });

const primaryKey = (table: string, name: string): PrimaryKey => ({
  kind: "primaryKey",
  ...on(table, name),
  columns: ["id"],
  include: [],
  deferrable: null,
});

const unique = (table: string, columns: string[], deferrable: Unique["deferrable"]): Unique => ({
  kind: "unique",
  ...on(table, `${table}_${columns.join("_")}_key`),
  columns,
  include: [],
  nullsNotDistinct: false,
  deferrable,
});

const index = (table: string, columns: string[], where: string | null, isUnique: boolean): Index => ({
  kind: "index",
  ...on(table, `${table}_${columns.join("_")}_idx`),
  method: "btree",
  unique: isUnique,
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
  where,
  storage: [],
  valid: true,
  concurrently: false,
});

const foreignKey = (table: string, to: string, onDelete: ForeignKey["onDelete"]): ForeignKey => ({
  kind: "foreignKey",
  ...on(table, `${table}_${to}_fk`),
  columns: [`to ${to}`],
  references: { schema: "public", table: to, columns: ["id"] },
  onDelete,
  onDeleteColumns: [],
  onUpdate: "NO ACTION",
  match: "SIMPLE",
  deferrable: null,
  validated: true,
});

/** A table with a key and what stands on it: `id`, some columns, some constraints, references to other tables. */
function tableObjects(name: string, others: readonly string[]): fc.Arbitrary<SchemaObject[]> {
  return fc
    .record({
      names: fc.subarray(columnNames),
      keyName: fc.constantFrom(`${name}_pkey`, `PK ${name}`),
      identity: fc.constantFrom("always" as const, "by default" as const),
      idType: fc.constantFrom("integer", "bigint"),
      uniques: fc.boolean(),
      deferrable: fc.constantFrom(null, "initially deferred" as const),
      indexed: fc.boolean(),
      partial: fc.boolean(),
      uniqueIndex: fc.boolean(),
      checked: fc.option(fc.constantFrom("id > 0", "id <> 5"), { nil: null }),
      parents: fc.subarray([...others]),
      onDelete: fc.constantFrom("CASCADE" as const, "SET NULL" as const, "NO ACTION" as const),
      comment: fc.constantFrom(null, "a table"),
    })
    .chain((choice) =>
      fc.tuple(...choice.names.map((each) => columnIn(name, each))).map((columns) => {
        const plain = columns.filter(({ type }) => type.name !== "jsonb").map((each) => each.name);
        return [
          {
            kind: "table",
            schema: "public",
            name,
            unlogged: false,
            partitionKey: null,
            storage: [],
            comment: choice.comment,
          } satisfies SchemaObject,
          column({ table: name, name: "id", type: { name: choice.idType }, identity: choice.identity }),
          ...columns,
          ...choice.parents.map((to) =>
            column({ table: name, name: `to ${to}`, type: { name: "bigint" }, notNull: false }),
          ),
          primaryKey(name, choice.keyName),
          ...(choice.uniques && plain[0] !== undefined ? [unique(name, [plain[0]], choice.deferrable)] : []),
          ...(choice.indexed && plain.length > 0
            ? [index(name, plain.slice(-2), choice.partial ? "(id > 10)" : null, choice.uniqueIndex)]
            : []),
          ...(choice.checked === null
            ? []
            : [
                {
                  kind: "check",
                  ...on(name, `${name}_check`),
                  expression: choice.checked,
                  noInherit: false,
                  validated: true,
                } satisfies SchemaObject,
              ]),
          ...choice.parents.map((to) => foreignKey(name, to, choice.onDelete)),
        ];
      }),
    );
}

const enumType = fc
  .subarray(["sad", "so so", "it's ok", "great"])
  .chain((labels) => fc.shuffledSubarray(labels, { minLength: labels.length }))
  .map(
    (labels): Enum => ({
      kind: "enum",
      schema: "public",
      name: "mood",
      labels: ["glad", ...labels],
      comment: null,
    }),
  );

const viewOf = (table: string): SchemaObject => ({
  kind: "view",
  schema: "public",
  name: `${table} ids`,
  query: `SELECT id FROM public."${table}" WHERE id > 3`,
  options: [],
  comment: null,
  reads: [{ schema: "public", name: table, columns: null }],
  columns: null,
  grants: [],
});

/** A whole schema as a project might have it. */
export const schema = fc
  .subarray(tableNames)
  .chain((names) =>
    fc.tuple(enumType, fc.tuple(...names.map((name) => tableObjects(name, names))), fc.subarray(names)),
  )
  .map(([type, tables, viewed]) => schemaOf([type, ...tables.flat(), ...viewed.map(viewOf)]));
