import { Column, Entity, PrimaryColumn } from "typeorm";
import {
  Backfill,
  Extension,
  RenamedFrom,
  SqlIndex,
  type SqlIndexDecorator,
  type SqlIndexKey,
  type SqlIndexOptions,
  sql,
  TableOptions,
  Using,
} from "../../src";
import { type Case, kept } from "./support/case";

type Decorator = SqlIndexDecorator | ReturnType<typeof TableOptions>;

/** A table `t`, decorated. */
function decorated(...decorators: readonly Decorator[]) {
  @Entity("t")
  class T {
    @PrimaryColumn()
    id!: number;
    @Column({ type: "text" })
    a!: string;
    @Column({ type: "text", nullable: true })
    b!: string;
  }
  for (const decorate of decorators) decorate(T);
  return [T];
}

const index = (keys: readonly SqlIndexKey[], options: SqlIndexOptions = {}) =>
  SqlIndex("t_index", keys, options);

/** Each option of ours, before and after. */
const alterations: Readonly<Record<string, readonly [Decorator, Decorator]>> = {
  expression: [index([sql`lower(a)`]), index([sql`upper(a)`])],
  order: [index([{ property: "a", order: "DESC" }]), index([{ property: "a", order: "ASC" }])],
  nulls: [index([{ property: "b", nulls: "FIRST" }]), index([{ property: "b", nulls: "LAST" }])],
  collation: [index([{ property: "a", collation: "C" }]), index([{ property: "a", collation: "POSIX" }])],
  operatorClass: [
    index([{ property: "a", operatorClass: "text_pattern_ops" }]),
    index([{ property: "a", operatorClass: "text_ops" }]),
  ],
  unique: [index(["a", "(b)"], { unique: true }), index(["a", "(b)"])],
  where: [index(["(a)"], { where: "b IS NULL" }), index(["(a)"], { where: "b IS NOT NULL" })],
  using: [index(["a"], { using: "hash" }), index(["a"], { using: "brin" })],
  include: [index(["a"], { include: ["b"] }), index(["a"], { include: ["id"] })],
  with: [index(["a"], { with: { fillfactor: 70 } }), index(["a"], { with: { fillfactor: 80 } })],
  concurrent: [index([sql`lower(a)`], { concurrent: true }), index([sql`upper(a)`], { concurrent: true })],
};

/** A table before and after what decorators say of the way. */
function going(there: boolean) {
  const target = class {
    id!: number;
  };
  Entity("t")(target);
  PrimaryColumn({ type: "int" })(target.prototype, "id");
  Column({ type: "text", nullable: true })(target.prototype, there ? "b" : "a");
  Column({ type: there ? "int" : "text" })(target.prototype, "n");
  Column({ type: "text", nullable: !there })(target.prototype, "c");
  if (!there) return [target];
  RenamedFrom("a")(target.prototype, "b");
  Using("length(n)")(target.prototype, "n");
  Backfill("'none'")(target.prototype, "c");
  return [target];
}

const rows = "INSERT INTO t (id, a, b) VALUES (1, 'x', 'y'), (2, 'z', NULL)";
const expectRows = [kept("SELECT id, a, b FROM t ORDER BY id")];

const cases: Case[] = [
  ...Object.entries(alterations).flatMap(([option, [first, second]]): Case[] => [
    { title: `SqlIndex ${option}: created`, before: decorated(), after: decorated(first), rows, expectRows },
    {
      title: `SqlIndex ${option}: altered`,
      before: decorated(first),
      after: decorated(second),
      rows,
      expectRows,
    },
    { title: `SqlIndex ${option}: dropped`, before: decorated(second), after: decorated(), rows, expectRows },
  ]),
  {
    title: "SqlIndex nullsNotDistinct: altered",
    before: decorated(index(["b"], { unique: true })),
    after: decorated(index(["b"], { unique: true, nullsNotDistinct: true })),
    rows,
    expectRows,
    versions: [15, 18],
  },
  {
    title: "SqlIndex nullsNotDistinct: dropped",
    before: decorated(index(["b"], { unique: true, nullsNotDistinct: true })),
    after: decorated(),
    rows,
    expectRows,
    versions: [15, 18],
  },
  {
    title: "SqlIndex beside an Index on the same column",
    before: decorated(index(["a"])),
    after: decorated(index(["a"]), SqlIndex("t_other", [sql`a || b`])),
    rows,
    expectRows,
  },
  {
    title: "SqlIndex in PostgreSQL's own spelling",
    before:
      "CREATE TABLE t (id int NOT NULL, a text NOT NULL, b text, CONSTRAINT \"PK_eb88175348bc656de27db7918a7\" PRIMARY KEY (id)); CREATE INDEX t_index ON t (lower(a), coalesce(b, 'x'::text))",
    after: decorated(index([sql`LOWER( a )`, sql`COALESCE(b, 'x')`])),
    unchanged: true,
  },
  {
    title: "Extension: created in a schema of its own",
    before: decorated(),
    after: decorated(Extension("citext", { schema: "extras" })),
  },
  {
    title: "Extension: moved",
    before: decorated(Extension("citext", { schema: "public" })),
    after: decorated(Extension("citext", { schema: "extras" })),
  },
  {
    title: "TableOptions unlogged: altered",
    before: decorated(TableOptions({ unlogged: false })),
    after: decorated(TableOptions({ unlogged: true })),
    rows,
    expectRows,
  },
  {
    title: "TableOptions of storage: altered",
    before: decorated(TableOptions({ fillfactor: 70, autovacuum_enabled: false })),
    after: decorated(TableOptions({ fillfactor: 80, autovacuum_enabled: null })),
    rows,
    expectRows,
  },
  {
    title: "TableOptions: said of a table that had none",
    before: decorated(),
    after: decorated(TableOptions({ unlogged: true, fillfactor: 70 })),
    rows,
    expectRows,
  },
  {
    title: "what is said of the way there",
    before: going(false),
    after: going(true),
    rows: "INSERT INTO t VALUES (1, 'a', 'four', NULL)",
    expectRows: [{ query: "SELECT id, b, n, c FROM t", up: [[1, "a", 4, "none"]], down: null }],
  },
  {
    title: "TableOptions: no longer said, so left as they are",
    before: decorated(TableOptions({ fillfactor: 70, unlogged: true })),
    after: decorated(),
    unchanged: true,
  },
];

export default cases;
