import type { ColumnOptions } from "typeorm";
import type { Case } from "./support/case";
import { entityOf, withColumn } from "./support/entities";

/** Defaults that PostgreSQL spells its own way, recognised without asking it. */
const literals: readonly ColumnOptions[] = [
  { type: "numeric", default: 0.5 },
  { type: "numeric", default: "0.50" },
  { type: "numeric", precision: 10, scale: 2, default: -1.5 },
  { type: "boolean", default: false },
  { type: "boolean", default: "false" },
  { type: "boolean", default: () => "FALSE" },
  { type: "int", default: "5" },
  { type: "int", default: -5 },
  { type: "bigint", default: 5 },
  { type: "bigint", default: "-9223372036854775807" },
  { type: "smallint", default: 1 },
  { type: "real", default: 0.25 },
  { type: "double precision", default: 1e21 },
  { type: "date", default: "2020-01-01" },
  { type: "timestamp", default: "2020-01-01 00:00:00" },
  { type: "timestamptz", default: "2020-01-01 00:00:00+00" },
  { type: "time", default: "10:00:00" },
  { type: "interval", default: "24:00:00" },
  { type: "text", default: "a::b" },
  { type: "text", default: "it's" },
  { type: "text", default: "" },
  { type: "text", default: "null" },
  { type: "text", default: "now()" },
  { type: "text", default: "a\\b" },
  { type: "varchar", length: 5, default: "x" },
  { type: "char", length: 3, default: "abc" },
  { type: "jsonb", default: () => "'{}'::jsonb" },
  { type: "jsonb", default: {} },
  { type: "jsonb", default: { b: [1, { c: null }], a: "it's" } },
  { type: "jsonb", default: [] },
  { type: "json", default: {} },
  { type: "text", array: true, default: () => "ARRAY[]::text[]" },
  { type: "text", array: true, default: ["a b", "c"] },
  { type: "text", array: true, default: "{}" },
  { type: "int", array: true, default: [1, 2] },
  { type: "int", array: true, default: [] },
  { type: "timestamptz", default: () => "now()" },
  { type: "timestamptz", default: () => "NOW()" },
  { type: "timestamptz", default: () => "CURRENT_TIMESTAMP" },
  { type: "uuid", default: () => "gen_random_uuid()" },
  { type: "uuid", default: "00000000-0000-4000-8000-000000000000" },
  { type: "text", default: () => "CURRENT_USER" },
  { type: "enum", enum: ["a", "b"], default: "a" },
  { type: "enum", enum: ["a", "b"], array: true, default: ["a"] },
  { type: "inet", default: "10.0.0.1" },
  { type: "bytea", default: "\\x00" },
  { type: "int4range", default: "[1,5)" },
];

/** Defaults that only PostgreSQL can compare. */
const expressions: readonly ColumnOptions[] = [
  { type: "interval", default: "24 hours" },
  { type: "timestamptz", default: () => "now() + interval '1 day'" },
  { type: "timestamp", default: () => "(now() at time zone 'utc')" },
  { type: "bigint", default: () => "(extract(epoch from now())*1000)::bigint" },
  { type: "text", default: () => "('a' || 'b')" },
  { type: "text", default: () => "lower('A')" },
  { type: "numeric", default: () => "1+2" },
  { type: "date", default: () => "('now'::text)::date" },
  { type: "timestamptz", default: "2020-01-01" },
];

const titled = (column: ColumnOptions) => {
  const value = typeof column.default === "function" ? column.default() : JSON.stringify(column.default);
  return `${column.type}${column.array ? "[]" : ""} DEFAULT ${value}`;
};

const unchanged = (column: ColumnOptions): Case => ({
  title: titled(column),
  before: withColumn(column),
  after: withColumn(column),
  unchanged: true,
});

const short =
  'CREATE TABLE t (id integer, c varchar(5) DEFAULT NULL, CONSTRAINT "PK_eb88175348bc656de27db7918a7" PRIMARY KEY (id))';

const together = [...literals, ...expressions].map((column, position) =>
  entityOf(`t${position}`, { id: { type: "int", primary: true }, c: column }),
);

/** Under whatever settings the session has. */
const settings = [
  "TimeZone = 'Asia/Tokyo'",
  "DateStyle = 'German, DMY'",
  "IntervalStyle = 'iso_8601'",
  "search_path = ''",
  "extra_float_digits = -3",
  "bytea_output = 'escape'",
  "quote_all_identifiers = on",
];

const cases: Case[] = [
  ...literals.map((column): Case => ({ ...unchanged(column), withoutScratch: true })),
  ...expressions.map(unchanged),
  { ...unchanged({ type: "text", nullable: true, default: () => "NULL::text" }), withoutScratch: true },
  {
    title: "a NULL that PostgreSQL keeps",
    before: short,
    after: withColumn({ type: "varchar", length: 5, nullable: true }),
    unchanged: true,
    withoutScratch: true,
  },
  {
    title: "all of them under other settings of the session",
    before: together,
    after: together,
    byHand: settings.map((setting) => `SET ${setting}`).join(";"),
    unchanged: true,
  },
];

export default cases;
