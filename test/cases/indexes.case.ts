import { Column, Entity, Index, type IndexOptions, PrimaryColumn } from "typeorm";
import { type Case, kept } from "./support/case";

/** A table `t` with an index `t_index` of these columns and options; none without them. */
function indexed(columns: readonly string[] | null, options: IndexOptions = {}) {
  @Entity("t")
  class T {
    @PrimaryColumn()
    id!: number;
    @Column({ type: "text" })
    a!: string;
    @Column({ type: "text", nullable: true })
    b!: string;
    @Column({ type: "point", nullable: true })
    place!: string;
    @Column({ type: "tsvector", nullable: true })
    words!: string;
  }
  if (columns !== null) Index("t_index", [...columns], options)(T);
  return [T];
}

/** An index of one name on this one of two tables. */
function on(which: 0 | 1) {
  @Entity("t")
  class T {
    @PrimaryColumn()
    id!: number;
  }
  @Entity("u")
  class U {
    @PrimaryColumn()
    id!: number;
  }
  const tables = [T, U] as const;
  Index("of_one", ["id"])(tables[which]);
  return [...tables];
}

function unsynchronized() {
  const [target] = indexed(null);
  if (target !== undefined) Index("t_index", { synchronize: false })(target);
  return target === undefined ? [] : [target];
}

type Indexed = readonly [columns: readonly string[], options?: IndexOptions];

const alterations: Readonly<Record<string, readonly [Indexed, Indexed]>> = {
  columns: [[["a"]], [["a", "b"]]],
  "order of the columns": [[["a", "b"]], [["b", "a"]]],
  unique: [[["a"]], [["a"], { unique: true }]],
  where: [
    [["a"], { where: `"b" IS NOT NULL` }],
    [["a"], { where: `"b" IS NULL` }],
  ],
  "where taken off": [[["a"], { where: `"b" IS NOT NULL` }], [["a"]]],
  spatial: [
    [["place"], { spatial: true }],
    [["place"], { spatial: true, where: "place IS NOT NULL" }],
  ],
  concurrent: [
    [["a"], { concurrent: true }],
    [["b"], { concurrent: true }],
  ],
  type: [
    [["words"], { type: "gin" }],
    [["words"], { type: "gist" }],
  ],
};

const rows = "INSERT INTO t (id, a, b) VALUES (1, 'x', 'y'), (2, 'z', NULL)";
const same = kept("SELECT id, a, b FROM t ORDER BY id");
const scanned = {
  query: `SELECT count(*)::int FROM pg_index WHERE indexrelid = 't_index'::regclass AND indisvalid`,
  up: [[1]],
  down: [[1]],
};

const byHand = (sql: string, title: string): Case => ({
  title: `left alone: ${title}`,
  before: indexed(["a"]),
  after: indexed(["a"]),
  byHand: sql,
  unchanged: true,
});

const cases: Case[] = [
  ...Object.entries(alterations).flatMap(([title, [first, second]]): Case[] => [
    { title: `${title}: created`, before: indexed(null), after: indexed(...first), rows, expectRows: [same] },
    {
      title: `${title}: altered`,
      before: indexed(...first),
      after: indexed(...second),
      rows,
      expectRows: [same, scanned],
    },
    {
      title: `${title}: dropped`,
      before: indexed(...second),
      after: indexed(null),
      rows,
      expectRows: [same],
    },
  ]),
  { title: "an index goes to another table under its name", before: on(0), after: on(1) },
  {
    title: "synchronize: false leaves the index to people",
    before: indexed(["a"]),
    after: unsynchronized(),
  },
  { title: "synchronize: false taken off", before: unsynchronized(), after: indexed(["a"]) },
  {
    title: "an index that a failed concurrent build left behind is built again",
    before: indexed(["a"], { concurrent: true }),
    after: indexed(["a"], { concurrent: true }),
    byHand: "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 't_index'::regclass",
    expectRows: [{ ...scanned, down: null }],
  },
  byHand("CREATE INDEX by_hand ON t (lower(a))", "an index on an expression"),
  byHand("CREATE INDEX by_hand ON t (a) INCLUDE (b)", "an index that includes"),
  byHand("CREATE INDEX by_hand ON t (a text_pattern_ops)", "an index with an operator class"),
  byHand("CREATE INDEX by_hand ON t (a DESC NULLS LAST)", "an index with an order"),
  {
    title: "a plain index made by hand is dropped",
    before: indexed(null),
    after: indexed(null),
    byHand: "CREATE INDEX by_hand ON t (a)",
  },
];

export default cases;
