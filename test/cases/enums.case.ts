import { Check, Column, Entity, Index, PrimaryColumn, Unique, ViewColumn, ViewEntity } from "typeorm";
import { type Case, kept } from "./support/case";
import { entityOf, withColumn } from "./support/entities";

const id = { type: "int", primary: true } as const;
const letters = (...labels: string[]) => ({ type: "enum", enum: labels }) as const;

namespace guarded {
  @Entity("t")
  @Index("t_open", ["c"], { where: `c <> 'b'` })
  class Before {
    @PrimaryColumn()
    id!: number;
    @Column({ type: "enum", enum: ["a", "b", "old"], enumName: "letter", default: "a" })
    c!: string;
    @Column({ type: "enum", enum: ["a", "b", "old"], enumName: "letter", array: true, default: ["a"] })
    list!: string[];
  }
  @ViewEntity({ name: "seen", expression: `SELECT id, c FROM t WHERE c = 'a'` })
  class Seen {
    @ViewColumn()
    id!: number;
  }
  @Entity("t")
  @Index("t_open", ["c"], { where: `c <> 'b'` })
  class After {
    @PrimaryColumn()
    id!: number;
    @Column({ type: "enum", enum: ["a", "b"], enumName: "letter", default: "a" })
    c!: string;
    @Column({ type: "enum", enum: ["a", "b"], enumName: "letter", array: true, default: ["a"] })
    list!: string[];
  }
  export const before = [Before, Seen];
  export const after = [After, Seen];
}

/** An enum with everything that PostgreSQL minds when its column gets another type. */
function beset(...labels: string[]) {
  @Entity("t")
  @Check("t_check", `c <> 'b' OR id > 0`)
  @Index("t_open", ["id"], { where: `c = 'a'` })
  @Unique("t_key", ["c", "id"])
  class T {
    @PrimaryColumn()
    id!: number;
    @Column({ type: "enum", enum: labels, enumName: "letter", default: "a" })
    c!: string;
    @Column({ type: "enum", enum: labels, enumName: "letter", array: true, default: ["a", "b"] })
    list!: string[];
    @Column({
      type: "int",
      nullable: true,
      generatedType: "STORED",
      asExpression: `CASE WHEN c = 'a' THEN 1 ELSE 2 END`,
    })
    rank!: number;
  }
  @ViewEntity({ name: "seen", expression: `SELECT id, c, list FROM t WHERE c <> 'b' OR id > 1` })
  class Seen {}
  @ViewEntity({ name: "counted", expression: "SELECT c, count(*) AS n FROM seen GROUP BY c" })
  class Counted {}
  @ViewEntity({
    name: "kept",
    expression: `SELECT id, c FROM seen WHERE c IN ('a', 'b')`,
    materialized: true,
  })
  @Index("kept_c", ["c"])
  class Kept {
    @ViewColumn()
    c!: string;
  }
  const elsewhere = entityOf(
    "u",
    { id, c: { ...letters(...labels), enumName: "public.letter" } },
    { schema: "other" },
  );
  return [T, Seen, Counted, Kept, elsewhere];
}

const under = (title: string, before: readonly string[], after: readonly string[]): Case => ({
  title: `${title} under all that can stand on a column`,
  before: beset(...before),
  after: beset(...after),
  rows: "INSERT INTO t (id, c) VALUES (1, 'a'), (2, 'b'); INSERT INTO other.u VALUES (1, 'a')",
  expectRows: [
    kept("SELECT id, c::text, list::text, rank FROM t ORDER BY id"),
    kept("SELECT c::text, n::int FROM counted ORDER BY 1"),
    kept("SELECT id, c::text FROM other.u"),
  ],
});

const cases: Case[] = [
  under("a value added", ["a", "b"], ["a", "new", "b"]),
  under("a value removed", ["a", "b", "c"], ["a", "b"]),
  under("values in another order", ["a", "b", "c"], ["c", "a", "b"]),
  {
    title: "a value in the middle",
    before: withColumn(letters("a", "c")),
    after: withColumn(letters("a", "b", "c")),
    rows: "INSERT INTO t VALUES (1, 'a'), (2, 'c')",
    expectRows: [
      kept("SELECT id, c::text FROM t ORDER BY c"),
      { query: "SELECT enum_range(NULL::t_c_enum)::text", up: [["{a,b,c}"]] },
    ],
  },
  {
    title: "values before, between and after",
    before: withColumn(letters("a")),
    after: withColumn(letters("x", "y", "a", "z")),
    rows: "INSERT INTO t VALUES (1, 'a')",
    expectRows: [
      kept("SELECT id, c::text FROM t ORDER BY id"),
      { query: "SELECT enum_range(NULL::t_c_enum)::text", up: [["{x,y,a,z}"]] },
    ],
  },
  {
    title: "a value that becomes the default",
    before: withColumn({ ...letters("a", "b"), default: "a" }),
    after: withColumn({ ...letters("a", "b", "c"), default: "c" }),
    rows: "INSERT INTO t (id) VALUES (1)",
    expectRows: [
      kept("SELECT id, c::text FROM t WHERE id = 1"),
      { query: "INSERT INTO t (id) VALUES (2) RETURNING c::text", up: [["c"]], down: null },
      { query: "DELETE FROM t WHERE id = 2", up: [], down: null },
    ],
  },
  {
    title: "a value that no row uses is removed",
    before: withColumn({ ...letters("a", "b", "c"), default: "a" }),
    after: withColumn({ ...letters("a", "b"), default: "a" }),
    rows: "INSERT INTO t VALUES (1, 'b')",
    expectRows: [kept("SELECT id, c::text FROM t")],
  },
  {
    title: "values in another order",
    before: withColumn(letters("a", "b", "c")),
    after: withColumn(letters("c", "b", "a")),
    rows: "INSERT INTO t VALUES (1, 'a'), (2, 'c')",
    expectRows: [kept("SELECT id, c::text FROM t ORDER BY id")],
  },
  {
    title: "a value removed under a default, an array, a partial index and a view",
    before: guarded.before,
    after: guarded.after,
    rows: "INSERT INTO t VALUES (1, 'a', '{a,b}')",
    expectRows: [kept("SELECT id, c::text, list::text FROM t"), kept("SELECT id, c::text FROM seen")],
  },
  {
    title: "a value removed under a check",
    before:
      "CREATE TYPE t_c_enum AS ENUM ('a', 'b', 'c'); CREATE TABLE t (id integer, c t_c_enum NOT NULL CHECK (c <> 'a' OR id > 1), CONSTRAINT \"PK_34ffdcbdb06ae52b1dff9bd9f0c\" PRIMARY KEY (id))",
    after: withColumn(letters("a", "b")),
    rows: "INSERT INTO t VALUES (2, 'a')",
    expectRows: [kept("SELECT id, c::text FROM t")],
  },
  {
    title: "an enum of two tables gains a value",
    before: ["first", "second"].map((name) =>
      entityOf(name, { id, c: { ...letters("a", "b"), enumName: "letter" } }),
    ),
    after: ["first", "second"].map((name) =>
      entityOf(name, { id, c: { ...letters("a", "b", "c"), enumName: "letter" } }),
    ),
    rows: "INSERT INTO first VALUES (1, 'a'); INSERT INTO second VALUES (1, 'b')",
    expectRows: [kept("SELECT c::text FROM first"), kept("SELECT c::text FROM second")],
  },
  {
    title: "two new tables share an enum",
    before: [entityOf("other", { id })],
    after: [
      entityOf("other", { id }),
      ...["first", "second"].map((name) =>
        entityOf(name, { id, c: { ...letters("a"), enumName: "letter" } }),
      ),
    ],
  },
  {
    title: "a name that is the default name",
    before: withColumn({ ...letters("a", "b"), enumName: "t_c_enum", default: "a" }),
    after: withColumn({ ...letters("a", "b"), default: "a" }),
    unchanged: true,
  },
  {
    title: "an enum in another schema than its table",
    before: withColumn({ ...letters("a", "b"), enumName: "other.letter", default: "a" }),
    after: withColumn({ ...letters("a", "b"), enumName: "other.letter", default: "a" }),
    unchanged: true,
    withoutScratch: true,
  },
  {
    title: "an enum moved to another schema",
    before: withColumn({ ...letters("a", "b"), enumName: "letter", default: "a" }),
    after: withColumn({ ...letters("a", "b"), enumName: "other.letter", default: "a" }),
    rows: "INSERT INTO t VALUES (1, 'b')",
    expectRows: [kept("SELECT id, c::text FROM t")],
  },
  {
    title: "an enum gets another name",
    before: withColumn({ ...letters("a", "b"), default: "a" }),
    after: withColumn({ ...letters("a", "b"), enumName: "letter", default: "a" }),
    rows: "INSERT INTO t VALUES (1, 'b')",
    expectRows: [kept("SELECT id, c::text FROM t")],
  },
  {
    title: "a column takes its values from another enum",
    before: withColumn({ ...letters("a", "b"), enumName: "few", default: "a" }),
    after: withColumn({ ...letters("a", "b", "c"), enumName: "many", default: "c" }),
    rows: "INSERT INTO t VALUES (1, 'b')",
    expectRows: [kept("SELECT id, c::text FROM t")],
  },
  {
    title: "an enum becomes text",
    before: withColumn({ ...letters("a", "b"), default: "a" }),
    after: withColumn({ type: "text", default: "a" }),
    rows: "INSERT INTO t VALUES (1, 'b')",
    expectRows: [kept("SELECT id, c::text FROM t")],
  },
];

export default cases;
