import type { ColumnOptions } from "typeorm";
import type { EntityTarget } from "../../src/project/project";
import type { Case } from "./support/case";
import { kept } from "./support/case";
import { entityOf, withColumn } from "./support/entities";

interface Retype {
  readonly from: ColumnOptions;
  readonly to: ColumnOptions;
  /** Values as literals, and what they are afterwards. */
  readonly values: readonly string[];
  readonly up?: readonly unknown[];
  readonly down?: readonly unknown[];
}

/** Every value stays what it is as text, unless said otherwise. */
const retypes: Readonly<Record<string, Retype>> = {
  "varchar(50) to varchar(100)": {
    from: { type: "varchar", length: 50 },
    to: { type: "varchar", length: 100 },
    values: ["a", "it's"],
  },
  "varchar(50) NOT NULL DEFAULT to varchar(100) NOT NULL DEFAULT": {
    from: { type: "varchar", length: 50, default: "x" },
    to: { type: "varchar", length: 100, default: "x" },
    values: ["a"],
  },
  "varchar to text": { from: { type: "varchar" }, to: { type: "text" }, values: ["a"] },
  "int to bigint": { from: { type: "int" }, to: { type: "bigint" }, values: ["7", "-1"] },
  "text to int": { from: { type: "text" }, to: { type: "int" }, values: ["7", "-1"] },
  "text DEFAULT '0' to int DEFAULT 0": {
    from: { type: "text", default: "0" },
    to: { type: "int", default: 0 },
    values: ["7"],
  },
  "varchar(100) to varchar(5)": {
    from: { type: "varchar", length: 100 },
    to: { type: "varchar", length: 5 },
    values: ["abcde"],
  },
  "timestamp to timestamptz": {
    from: { type: "timestamp" },
    to: { type: "timestamptz" },
    values: ["2020-01-01 10:00:00"],
    up: ["2020-01-01 10:00:00+00"],
  },
  "text to text[]": {
    from: { type: "text" },
    to: { type: "text", array: true },
    values: ["a b", "c,d"],
    up: ['{"a b"}', '{"c,d"}'],
  },
  "varchar to enum": {
    from: { type: "varchar" },
    to: { type: "enum", enum: ["a", "b"] },
    values: ["a", "b"],
  },
  "varchar DEFAULT to enum DEFAULT": {
    from: { type: "varchar", default: "a" },
    to: { type: "enum", enum: ["a", "b"], default: "b" },
    values: ["a", "b"],
  },
  "text[] to enum[]": {
    from: { type: "text", array: true },
    to: { type: "enum", enum: ["a", "b"], array: true },
    values: ["{a,b}", "{}"],
  },
  "numeric(10,2) to numeric(12,4)": {
    from: { type: "numeric", precision: 10, scale: 2 },
    to: { type: "numeric", precision: 12, scale: 4 },
    values: ["1.25"],
    up: ["1.2500"],
  },
  "json to jsonb": { from: { type: "json" }, to: { type: "jsonb" }, values: ['{"a": 1}'] },
  "text to jsonb": { from: { type: "text" }, to: { type: "jsonb" }, values: ['{"a": 1}'] },
  "text to uuid": {
    from: { type: "text" },
    to: { type: "uuid" },
    values: ["00000000-0000-4000-8000-000000000000"],
  },
  "text to boolean": { from: { type: "text" }, to: { type: "boolean" }, values: ["true", "false"] },
  "boolean to int": { from: { type: "boolean" }, to: { type: "int" }, values: ["true"], up: ["1"] },
  "varchar(50)[] to varchar(100)[]": {
    from: { type: "varchar", length: 50, array: true },
    to: { type: "varchar", length: 100, array: true },
    values: ["{a,b}"],
  },
  "date to timestamptz": {
    from: { type: "date" },
    to: { type: "timestamptz" },
    values: ["2020-01-01"],
    up: ["2020-01-01 00:00:00+00"],
  },
  "timestamp(3) to timestamp(6)": {
    from: { type: "timestamp", precision: 3 },
    to: { type: "timestamp", precision: 6 },
    values: ["2020-01-01 10:00:00.123"],
  },
  "inet to cidr": { from: { type: "cidr" }, to: { type: "inet" }, values: ["10.0.0.0/8"] },
  "int[] DEFAULT to bigint[] DEFAULT": {
    from: { type: "int", array: true, default: [1] },
    to: { type: "bigint", array: true, default: [1, 2] },
    values: ["{1,2}", "{}"],
  },
  "text[] to int[]": {
    from: { type: "text", array: true, default: [] },
    to: { type: "int", array: true, default: [] },
    values: ["{1,2}", "{}"],
  },
  "int DEFAULT to int[] DEFAULT": {
    from: { type: "int", default: 3 },
    to: { type: "int", array: true, default: [3] },
    values: ["1"],
    up: ["{1}"],
  },
  "char(5) to varchar(5)": {
    from: { type: "char", length: 5 },
    to: { type: "varchar", length: 5 },
    values: ["abc"],
  },
  "bit(4) to varbit(8)": {
    from: { type: "bit", length: 4 },
    to: { type: "varbit", length: 8 },
    values: ["0101"],
  },
  "numeric(10,4) to numeric(10,2)": {
    from: { type: "numeric", precision: 10, scale: 4, default: 1.5 },
    to: { type: "numeric", precision: 10, scale: 2, default: 1.5 },
    values: ["1.2500"],
    up: ["1.25"],
  },
  "timestamptz to timestamp": {
    from: { type: "timestamptz", default: () => "now()" },
    to: { type: "timestamp", default: () => "now()" },
    values: ["2020-01-01 10:00:00+00"],
    up: ["2020-01-01 10:00:00"],
  },
  "varchar(10) UNIQUE to citext UNIQUE": {
    from: { type: "varchar", length: 10, unique: true },
    to: { type: "citext", unique: true },
    values: ["aB"],
  },
  "text to ltree": { from: { type: "text" }, to: { type: "ltree" }, values: ["a.b"] },
  "text to hstore": { from: { type: "text" }, to: { type: "hstore" }, values: ['"a"=>"1"'] },
  "text to cube": { from: { type: "text" }, to: { type: "cube" }, values: ["(1, 2)"] },
  "int DEFAULT to boolean DEFAULT": {
    from: { type: "int", default: 1 },
    to: { type: "boolean", default: true },
    values: ["1", "0"],
    up: ["true", "false"],
  },
  "simple-array to text[]": {
    from: { type: "simple-array" },
    to: { type: "text", array: true },
    values: ["a"],
    up: ["{a}"],
  },
  "enum to an enum of other values": {
    from: { type: "enum", enum: ["a", "b"], enumName: "letter", default: "a" },
    to: { type: "enum", enum: ["b", "a", "z"], default: "b" },
    values: ["a", "b"],
  },
  "enum[] to text[]": {
    from: { type: "enum", enum: ["a", "b"], array: true, default: ["a"] },
    to: { type: "text", array: true, default: ["a"] },
    values: ["{a,b}"],
  },
  "enum DEFAULT to enum[] DEFAULT": {
    from: { type: "enum", enum: ["a", "b"], enumName: "letter", default: "a" },
    to: { type: "enum", enum: ["a", "b"], enumName: "letter", array: true, default: ["a"] },
    values: ["a"],
    up: ["{a}"],
  },
  "money to numeric": {
    from: { type: "money" },
    to: { type: "numeric", precision: 12, scale: 2 },
    values: ["$1.50"],
    up: ["1.50"],
  },
  "macaddr to macaddr8": {
    from: { type: "macaddr" },
    to: { type: "macaddr8" },
    values: ["08:00:2b:01:02:03"],
    up: ["08:00:2b:ff:fe:01:02:03"],
  },
  "text to varchar(20) with a collation": {
    from: { type: "text" },
    to: { type: "varchar", length: 20, collation: "C" },
    values: ["a"],
  },
};

const computed = (source: string): EntityTarget[] => [
  entityOf("t", {
    id: { type: "int", primary: true },
    [source]: { type: "int", default: 3 },
    c: { type: "int", generatedType: "STORED", asExpression: `id * ${source}`, nullable: true },
  }),
];

const retyped: Case[] = Object.entries(retypes).map(([title, { from, to, values, up, down }]) => ({
  title,
  before: withColumn(from),
  after: withColumn(to),
  rows: `SET TimeZone = 'UTC'; INSERT INTO t (id, c) VALUES ${values
    .map((value, position) => `(${position}, '${value.replaceAll("'", "''")}')`)
    .join(", ")}`,
  expectRows: [
    {
      ...kept("SELECT c::text FROM t ORDER BY id"),
      ...(up === undefined ? {} : { up: up.map((value) => [value]) }),
      ...(down === undefined ? {} : { down: down.map((value) => [value]) }),
    },
  ],
}));

const cases: Case[] = [
  ...retyped,
  {
    title: "a computed column of one that comes instead of one that goes",
    before: computed("old"),
    after: computed("fresh"),
    rows: "INSERT INTO t (id) VALUES (4)",
    expectRows: [kept("SELECT id, c FROM t")],
  },
];

export default cases;
