import type { ColumnOptions } from "typeorm";
import type { Case } from "./support/case";
import { withColumn } from "./support/entities";

/** Every option of a column: added with its table's other columns there, altered, and dropped. */
const options: Readonly<Record<string, readonly [ColumnOptions, ColumnOptions]>> = {
  nullable: [
    { type: "text", nullable: true },
    { type: "text", nullable: true, default: "x" },
  ],
  "not null with a default": [
    { type: "text", default: "x" },
    { type: "text", default: "x", nullable: true },
  ],
  length: [
    { type: "varchar", length: 20, nullable: true },
    { type: "varchar", length: 40, nullable: true },
  ],
  "precision and scale": [
    { type: "numeric", precision: 10, scale: 2, nullable: true },
    { type: "numeric", precision: 12, scale: 2, nullable: true },
  ],
  array: [
    { type: "int", array: true, nullable: true },
    { type: "bigint", array: true, nullable: true },
  ],
  "default as a number": [
    { type: "int", default: 1 },
    { type: "int", default: -2 },
  ],
  "default as text with a quote": [
    { type: "text", default: "it's" },
    { type: "text", default: "it''s not" },
  ],
  "default as an array": [
    { type: "text", array: true, default: ["a b", "c"] },
    { type: "text", array: true, default: [] },
  ],
  "default as an object": [
    { type: "jsonb", default: { a: 1 } },
    { type: "jsonb", default: {} },
  ],
  "default as a function": [
    { type: "timestamptz", default: () => "now()" },
    { type: "timestamptz", default: () => "now() + interval '1 day'" },
  ],
  collation: [
    { type: "text", collation: "C", nullable: true },
    { type: "text", collation: "POSIX", nullable: true },
  ],
  "length with a collation": [
    { type: "varchar", length: 20, collation: "C", nullable: true },
    { type: "varchar", length: 40, collation: "POSIX", nullable: true },
  ],
  "collation taken off": [
    { type: "varchar", length: 20, collation: "C", nullable: true },
    { type: "varchar", length: 20, nullable: true },
  ],
  comment: [
    { type: "text", comment: "it's one", nullable: true },
    { type: "text", comment: "another \\ one", nullable: true },
  ],
  "comment taken off": [
    { type: "text", comment: "it's one", nullable: true },
    { type: "text", nullable: true },
  ],
  enum: [
    { type: "enum", enum: ["a", "b"], nullable: true },
    { type: "enum", enum: ["a", "b", "c"], nullable: true },
  ],
  "enum with a quote in a label": [
    { type: "enum", enum: ["it's", "\\"], default: "it's" },
    { type: "enum", enum: ["it's", "\\", 'say "hi"'], default: "\\" },
  ],
  enumName: [
    { type: "enum", enum: ["a", "b"], enumName: "letter", nullable: true },
    { type: "enum", enum: ["b", "a"], enumName: "letter", nullable: true },
  ],
  "enum array": [
    { type: "enum", enum: ["a", "b"], array: true, default: ["a"] },
    { type: "enum", enum: ["a", "c"], array: true, default: ["c"] },
  ],
  "simple-enum": [
    { type: "simple-enum", enum: ["a", "b"], default: "a" },
    { type: "simple-enum", enum: ["z", "a", "b"], default: "a" },
  ],
  "simple-array": [
    { type: "simple-array", nullable: true },
    { type: "simple-array", nullable: true, comment: "of text" },
  ],
  "simple-json": [
    { type: "simple-json", nullable: true },
    { type: "jsonb", nullable: true },
  ],
  "generated STORED": [
    { type: "int", generatedType: "STORED", asExpression: "id * 2", nullable: true },
    { type: "int", generatedType: "STORED", asExpression: "id * 3", nullable: true },
  ],
  "a database name": [
    { type: "text", name: "Strange Name", nullable: true },
    { type: "varchar", name: "Strange Name", nullable: true },
  ],
  "a reserved word as its name": [
    { type: "text", name: "select", nullable: true },
    { type: "text", name: "select", nullable: true, default: "x" },
  ],
  "a unicode name": [
    { type: "text", name: "größe", nullable: true },
    { type: "text", name: "größe", nullable: true, default: "ß" },
  ],
  unique: [
    { type: "text", nullable: true, unique: true },
    { type: "text", nullable: true },
  ],
  interval: [
    { type: "interval", default: "24 hours" },
    { type: "interval", precision: 3, default: "1 day" },
  ],
  range: [
    { type: "int4range", nullable: true },
    { type: "int4range", nullable: true, default: "[1,5)" },
  ],
  tsvector: [
    { type: "tsvector", nullable: true },
    { type: "tsvector", nullable: true, default: "" },
  ],
};

const filled = "INSERT INTO t (id) VALUES (1)";

const cases: Case[] = Object.entries(options).flatMap(([title, [first, second]]) => [
  { title: `${title}: added`, before: withColumn(null), after: withColumn(first), rows: filled },
  { title: `${title}: altered`, before: withColumn(first), after: withColumn(second), rows: filled },
  { title: `${title}: dropped`, before: withColumn(second), after: withColumn(null), rows: filled },
]);

export default cases;
