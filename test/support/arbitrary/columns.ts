import fc from "fast-check";
import type { Column, DataType } from "../../../src/schema";
import { column } from "../schemas";
import type { Home } from "./homes";

interface TypeChoice {
  readonly type: Partial<DataType>;
  readonly defaults: readonly string[];
}

const text: TypeChoice = { type: { name: "text" }, defaults: ["'it''s'", "''"] };
const shortText: TypeChoice = { type: { name: "character varying", modifiers: "20" }, defaults: ["'x'"] };
const longText: TypeChoice = { type: { name: "character varying", modifiers: "40" }, defaults: ["'x'"] };
const list: TypeChoice = { type: { name: "text", array: true }, defaults: ["'{}'"] };
const mood: TypeChoice = { type: { schema: "public", name: "mood" }, defaults: ["'glad'"] };
const moods: TypeChoice = { type: { schema: "public", name: "mood", array: true }, defaults: ["'{glad}'"] };
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
  f: [text, list, moods],
  e: [json, text, longText],
};

export const columnNames = Object.keys(typesOf);

export const columnIn = (home: Home, name: string): fc.Arbitrary<Column> =>
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
        ...home,
        name,
        type: choice.type,
        notNull,
        default: hasDefault ? (choice.defaults[at % choice.defaults.length] ?? null) : null,
        comment,
      }),
    );

/** A column that PostgreSQL computes from others, whatever type those have. */
export const computed = (home: Home, from: string | undefined): Column =>
  column({
    ...home,
    name: "computed",
    type: { name: from === undefined ? "bigint" : "boolean" },
    notNull: false,
    generated: {
      expression: from === undefined ? "id * 2" : `"${from}" IS NULL`,
      stored: true,
    },
  });
