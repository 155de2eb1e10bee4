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
      default as SQL, collation, comment, enum, enumName, generatedType, asExpression, generatedIdentity, unique, name,
      primary, primaryKeyConstraintName, spatialFeatureType, srid, createDate, updateDate, deleteDate, version, treeLevel`),
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
    words: list(`
      unique, unique: deferrable, check, exclusion, exclusion: deferrable, foreign key, foreign key: name,
      foreign key: onDelete, foreign key: onUpdate, foreign key: deferrable`),
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
    words: list(
      "regular, view, materialized, dependsOn, entity-child, schema, comment, synchronize, EntitySchema",
    ),
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
  {
    title: "",
    subject: null,
    words: list("Extension, TableOptions: unlogged, TableOptions: storage, RenamedFrom, Using, Backfill"),
  },
  { title: "Column types", subject: "type", words: types },
];

/** Where a case cannot be, and why. */
const senseless: readonly {
  readonly why: string;
  readonly fates: readonly Fate[];
  readonly words: readonly string[];
}[] = [
  {
    why: "an option that is on or off, or there or not, has no other value, and a generated column of PostgreSQL's is STORED",
    fates: ["altered"],
    words: list(`
      column: nullable, column: array, column: generatedType, column: unique, column: primary, index: unique, index: spatial,
      index: concurrent, index: synchronize, relation: nullable, relation: createForeignKeyConstraints,
      join table: synchronize, entity: materialized, entity: synchronize, SqlIndex: unique, SqlIndex: nullsNotDistinct,
      SqlIndex: concurrent, column: treeLevel`),
  },
  {
    why: "what `@Extension` and `@TableOptions` no longer say stays as it is",
    fates: ["dropped"],
    words: list("Extension, TableOptions: unlogged, TableOptions: storage"),
  },
  {
    why: "what says how to get from there to here comes and goes with the change that it is for",
    fates: ["altered", "dropped", "unchanged"],
    words: list("RenamedFrom, Using, Backfill"),
  },
];

const cannotBe = (word: string, fate: Fate) =>
  senseless.some(({ fates, words }) => fates.includes(fate) && words.includes(word));

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
    ...words.map((word) => row(word, wordOf(subject, word), counts)),
  ]);
  return [...head(themes), ...sections, ""].join("\n");
}

/** What could have a case and has none: `column: array dropped`. */
export function gaps(themes: readonly Theme[]): string[] {
  const counts = countsOf(themes.flatMap(({ cases }) => cases));
  return vocabulary
    .flatMap(({ subject, words }) => words.map((word) => wordOf(subject, word)))
    .flatMap((word) =>
      fates
        .filter((fate) => !cannotBe(word, fate) && !counts.get(word)?.[fate])
        .map((fate) => `${word} ${fate}`),
    );
}

const head = (themes: readonly Theme[]) => [
  "# Coverage",
  "",
  "Written by `node bin/coverage.js` from the cases in [test/cases](../test/cases); a test fails when it is out of date.",
  "",
  `Each of the ${themes.reduce((sum, { cases }) => sum + cases.length, 0)} cases changes entities, and is run there and back`,
  "with its rows on every server version of the tests, or in the embedded database, which has pgvector and PostGIS. The table counts,",
  "for each option, the cases in which it comes, has another value,",
  "goes, and is there while nothing may change. A case that creates something on the way up drops it on the way down.",
  "Where one word takes the place of another, as one type or strategy or tree does, both are altered. An option of the data source counts for",
  "what is created, altered and dropped under it, and for a case in which it changes itself.",
  "What entities come to in an empty database, option by option, is compared with TypeORM's own `synchronize()` in test/entities.",
  "",
  `A dash stands where no case can be: ${senseless.map(({ why }) => why).join("; ")}.`,
];

const wordOf = (subject: string | null, word: string) =>
  subject === null || word === subject ? word : `${subject}: ${word}`;

function row(label: string, word: string, counts: Counts): string {
  const cells = fates.map((fate) => counts.get(word)?.[fate] || (cannotBe(word, fate) ? "–" : ""));
  return `| ${label} | ${cells.join(" | ")} |`;
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
function touched({
  before,
  after,
  options = {},
  optionsBefore = options,
  unchanged,
}: Case): [string, Fate][] {
  const to = featuresOf(after, options);
  if (unchanged) return distinct([...to.values()].map(({ word }) => [word, "unchanged"]));
  if (typeof before === "string") return [];
  const all = changed(featuresOf(before, optionsBefore), to);
  return distinct([...all, ...under(to, new Set(all.map(([, fate]) => fate)))]);
}

function changed(from: Features, to: Features): [string, Fate][] {
  return [...new Set([...from.keys(), ...to.keys()])].flatMap((place): [string, Fate][] => {
    const [left, right] = [from.get(place), to.get(place)];
    if (left === undefined) return right === undefined ? [] : [[right.word, "created"]];
    if (right === undefined) return [[left.word, "dropped"]];
    if (left.word === right.word && left.value === right.value) return [];
    return [
      [left.word, "altered"],
      [right.word, "altered"],
    ];
  });
}

/** What happens under the data source's options, which hold for both sides. */
const under = (features: Features, happening: ReadonlySet<Fate>) =>
  [...features.values()]
    .filter(({ word }) => word.startsWith("data source: "))
    .flatMap(({ word }) => [...happening].map((fate): [string, Fate] => [word, fate]));

function distinct(touched: readonly [string, Fate][]): [string, Fate][] {
  return [...new Map(touched.map((item) => [item.join(" "), item])).values()];
}
