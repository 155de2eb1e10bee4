import { DataSource } from "typeorm";
import type { Case } from "./case";
import { type Features, featuresOf } from "./features";
import type { Theme } from "./themes";

interface Section {
  readonly title: string;
  /** What the words are said of, where it is one thing. */
  readonly subject: string | null;
  readonly words: readonly string[];
}

const list = (text: string) => text.split(",").map((word) => word.trim());

/** TypeORM's own list, which names a type in every way that it may be written. */
const types = new DataSource({ type: "postgres" }).driver.supportedDataTypes.map(String).sort();

/** Everything that TypeORM, and this tool beside it, can say of a PostgreSQL schema. */
const vocabulary: readonly Section[] = [
  {
    title: "Columns",
    subject: "column",
    words: list(`
      column, nullable, length, precision, scale, array, default as literal, default as array, default as object,
      default as SQL, collation, comment, enum, enumName, generatedType, asExpression, unique, name, primary,
      primaryKeyConstraintName, spatialFeatureType, srid, createDate, updateDate, deleteDate, version`),
  },
  { title: "Generated values", subject: "generated", words: list("increment, identity, uuid, rowid") },
  {
    title: "Indexes",
    subject: "index",
    words: list("index, unique, where, spatial, concurrent, type, synchronize"),
  },
  {
    title: "Constraints",
    subject: null,
    words: list("unique, unique: deferrable, check, exclusion, exclusion: deferrable, foreign key"),
  },
  {
    title: "Relations",
    subject: "relation",
    words: list(`
      many-to-one, one-to-one, one-to-many, many-to-many, nullable, onDelete CASCADE, onDelete SET NULL,
      onDelete RESTRICT, onDelete DEFAULT, onDelete NO ACTION, onUpdate CASCADE, onUpdate SET NULL, onUpdate RESTRICT,
      onUpdate DEFAULT, onUpdate NO ACTION, deferrable, createForeignKeyConstraints`),
  },
  {
    title: "Joins",
    subject: null,
    words: list(`
      join column: name, join column: referencedColumnName, join column: foreignKeyConstraintName, join table,
      join table: name, join table: schema, join table: joinColumns, join table: inverseJoinColumns,
      join table: synchronize`),
  },
  {
    title: "Entities",
    subject: "entity",
    words: list("regular, view, materialized, dependsOn, entity-child, schema, comment, synchronize"),
  },
  {
    title: "Trees",
    subject: "tree",
    words: list("closure-table, nested-set, materialized-path"),
  },
  {
    title: "Inheritance and embedding",
    subject: null,
    words: list("inheritance: STI, embedded, embedded: prefix"),
  },
  {
    title: "Data source",
    subject: "data source",
    words: list("schema, entityPrefix, namingStrategy, extensions, uuidExtension, installExtensions, cache"),
  },
  {
    title: "Decorators of this tool",
    subject: "SqlIndex",
    words: list(`
      SqlIndex, expression, order, nulls, collation, operatorClass, unique, where, using, include, with,
      nullsNotDistinct, concurrent`),
  },
  { title: "", subject: null, words: list("Extension, TableOptions: unlogged, TableOptions: storage") },
  { title: "Column types", subject: "type", words: types },
];

const fates = ["created", "altered", "dropped", "unchanged"] as const;
type Fate = (typeof fates)[number];
type Counts = ReadonlyMap<string, Readonly<Record<Fate, number>>>;

/** The table of docs/coverage.md: how many cases create, alter, drop and leave alone what each word says. */
export function coverage(themes: readonly Theme[]): string {
  const counts = countsOf(themes.flatMap(({ cases }) => cases));
  const sections = vocabulary.flatMap(({ title, subject, words }) => [
    ...(title === ""
      ? []
      : ["", `## ${title}`, "", "| | created | altered | dropped | unchanged |", "|---|--:|--:|--:|--:|"]),
    ...words.map((word) => row(word, counts.get(wordOf(subject, word)))),
  ]);
  return [...head(themes), ...sections, ""].join("\n");
}

/** The words of which no case says anything. */
export function gaps(themes: readonly Theme[]): string[] {
  const counts = countsOf(themes.flatMap(({ cases }) => cases));
  return vocabulary
    .flatMap(({ subject, words }) => words.map((word) => wordOf(subject, word)))
    .filter((word) => !counts.has(word));
}

const head = (themes: readonly Theme[]) => [
  "# Coverage",
  "",
  "Written by `node bin/coverage.js` from the cases in [test/cases](../test/cases); a test fails when it is out of date.",
  "",
  `Each of the ${themes.reduce((sum, { cases }) => sum + cases.length, 0)} cases changes entities, and is run there and back`,
  "with its rows on every server version of the tests. The table counts, for each option, the cases in which it comes, has another value,",
  "goes, and is there while nothing may change. A case that creates something on the way up drops it on the way down.",
  "What entities come to in an empty database, option by option, is compared with TypeORM's own `synchronize()` in test/entities.",
  "",
  "The types of PostGIS have no cases: no PostgreSQL of the tests has the extension. That they are spelled as PostGIS spells them, and",
  "the statements that change them, are tested without a database (test/entities/types.test.ts, test/plan/plan.test.ts).",
];

const wordOf = (subject: string | null, word: string) =>
  subject === null || word === subject ? word : `${subject}: ${word}`;

function row(word: string, counts: Readonly<Record<Fate, number>> | undefined): string {
  return `| ${word} | ${fates.map((fate) => counts?.[fate] || "").join(" | ")} |`;
}

function countsOf(cases: readonly Case[]): Counts {
  const counts = new Map<string, Record<Fate, number>>();
  for (const [word, fate] of cases.flatMap(touched)) {
    const known = counts.get(word) ?? { created: 0, altered: 0, dropped: 0, unchanged: 0 };
    counts.set(word, { ...known, [fate]: known[fate] + 1 });
  }
  return counts;
}

/** What happens to each word in a case, once. */
function touched({ before, after, options, unchanged }: Case): [string, Fate][] {
  const [from, to] = [before, after].map((side) =>
    typeof side === "string" ? null : featuresOf(side, options ?? {}),
  );
  if (to === null || to === undefined) return [];
  if (unchanged) return distinct([...to.values()].map(({ word }) => [word, "unchanged"]));
  if (from === null || from === undefined) return [];
  return distinct([...changed(from, to), ...optionsOf(to)]);
}

function changed(from: Features, to: Features): [string, Fate][] {
  return [...new Map([...from, ...to])].flatMap(([place, { word }]): [string, Fate][] => {
    const [left, right] = [from.get(place), to.get(place)];
    if (left === undefined) return [[word, "created"]];
    if (right === undefined) return [[word, "dropped"]];
    return left.value === right.value ? [] : [[word, "altered"]];
  });
}

/** The data source's options hold for both sides: a case with one is one of a change under it. */
const optionsOf = (features: Features) =>
  [...features.values()]
    .filter(({ word }) => word.startsWith("data source: "))
    .map(({ word }): [string, Fate] => [word, "altered"]);

function distinct(touched: readonly [string, Fate][]): [string, Fate][] {
  return [...new Map(touched.map((item) => [item.join(" "), item])).values()];
}
