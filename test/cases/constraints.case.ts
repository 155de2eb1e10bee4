import {
  Check,
  Column,
  type ColumnOptions,
  Entity,
  Exclusion,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  Unique,
} from "typeorm";
import { type Case, kept } from "./support/case";
import type { EntityClass } from "./support/entities";

function constrained(...decorators: ((target: EntityClass) => void)[]) {
  @Entity("t")
  class T {
    @PrimaryColumn()
    id!: number;
    @Column()
    a!: number;
    @Column()
    b!: number;
    @Column({ type: "tstzrange", nullable: true })
    during!: string;
  }
  for (const decorate of decorators) decorate(T);
  return [T];
}

/** Whether there is the column that so much spans. */
function spanning(both: boolean) {
  @Entity("t")
  class T {
    @PrimaryColumn() id!: number;
    @Column() a!: number;
    b!: number;
  }
  if (!both) return [T];
  Column({ type: "int", nullable: true })(T.prototype, "b");
  Index("t_index", ["a", "b"])(T);
  Unique("t_key", ["a", "b"])(T);
  Check("t_check", "a < b")(T);
  return [T];
}

/** A column `a` with an index, a unique constraint and a foreign key on it. */
function standing(options: ColumnOptions) {
  @Entity("parent")
  class Parent {
    @PrimaryColumn() id!: number;
  }
  @Entity("t")
  @Index("t_ab", ["a", "b"])
  @Unique("t_ba", ["b", "a"])
  class T {
    @PrimaryColumn() id!: number;
    a!: number;
    @Column() b!: number;
    @ManyToOne(() => Parent) @JoinColumn({ name: "a" }) parent!: Parent;
  }
  Column({ type: "int", ...options })(T.prototype, "a");
  return [Parent, T];
}

const rows = "INSERT INTO t VALUES (1, 1, 1, NULL), (2, 2, 1, NULL)";
const expectRows = [kept("SELECT id, a, b FROM t ORDER BY id")];
const deferred = { deferrable: "INITIALLY DEFERRED" } as const;
const immediate = { deferrable: "INITIALLY IMMEDIATE" } as const;

type Decorator = (target: EntityClass) => void;
const alterations: Readonly<Record<string, readonly [Decorator, Decorator]>> = {
  "unique columns": [Unique("t_key", ["a"]), Unique("t_key", ["a", "b"])],
  "deferrable unique": [Unique("t_key", ["a"]), Unique("t_key", ["a"], deferred)],
  "unique deferred otherwise": [Unique("t_key", ["a"], immediate), Unique("t_key", ["a"], deferred)],
  "unique of another name": [Unique("t_key", ["a"]), Unique("t_other", ["a"])],
  "check expression": [Check("t_check", `"a" > 0`), Check("t_check", `"a" > 0 AND "b" < 5`)],
  "check of another name": [Check("t_check", `"a" > 0`), Check("t_positive", `"a" > 0`)],
  "exclusion expression": [
    Exclusion("t_excluded", `USING gist ("during" WITH &&)`),
    Exclusion("t_excluded", `USING gist ("a" WITH =, "during" WITH &&)`),
  ],
  "exclusion with a predicate": [
    Exclusion("t_excluded", `USING gist ("during" WITH &&) WHERE ("a" > 1)`),
    Exclusion("t_excluded", `USING gist ("during" WITH &&) WHERE ("a" > 2)`),
  ],
  "deferrable exclusion": [
    Exclusion("t_excluded", `USING gist ("during" WITH &&)`),
    Exclusion("t_excluded", `USING gist ("during" WITH &&)`, deferred),
  ],
  "exclusion deferred otherwise": [
    Exclusion("t_excluded", `USING gist ("during" WITH &&)`, immediate),
    Exclusion("t_excluded", `USING gist ("during" WITH &&)`, deferred),
  ],
};

const cases: Case[] = [
  ...Object.entries(alterations).flatMap(([title, [first, second]]): Case[] => [
    { title: `${title}: created`, before: constrained(), after: constrained(first), rows, expectRows },
    { title: `${title}: altered`, before: constrained(first), after: constrained(second), rows, expectRows },
    { title: `${title}: dropped`, before: constrained(second), after: constrained(), rows, expectRows },
  ]),
  {
    title: "two checks swap their names",
    before: constrained(Check("x", `"a" > 0`), Check("y", `"b" > 0`)),
    after: constrained(Check("y", `"a" > 0`), Check("x", `"b" > 0`)),
  },
  {
    title: "three names go round",
    before: constrained(Unique("x", ["a"]), Unique("y", ["b"]), Unique("z", ["a", "b"])),
    after: constrained(Unique("y", ["a"]), Unique("z", ["b"]), Unique("x", ["a", "b"])),
  },
  {
    title: "what spans several columns goes with one of them, and comes back with it",
    before: spanning(true),
    after: spanning(false),
    rows: "INSERT INTO t VALUES (1, 1, 2)",
    expectRows: [kept("SELECT id, a FROM t")],
  },
  {
    title: "what stands on a column stays where it is when the column changes",
    before: standing({}),
    after: standing({ comment: "noted", default: 4, nullable: true }),
    expectRows: [
      kept("SELECT 't_ab'::regclass::oid::text, 't_ba'::regclass::oid::text"),
      kept(
        "SELECT oid::text FROM pg_constraint WHERE conrelid = 't'::regclass AND contype <> 'n' ORDER BY 1",
      ),
    ],
  },
  {
    title: "columns that are long gone make no difference",
    before: `CREATE TABLE t (gone int, id int NOT NULL, never text, a int NOT NULL, b int NOT NULL, during tstzrange, CONSTRAINT t_pk PRIMARY KEY (id));
      ALTER TABLE t DROP COLUMN gone; ALTER TABLE t ADD CONSTRAINT t_key UNIQUE (b, a), ADD CONSTRAINT t_check CHECK (a > 0);
      ALTER TABLE t DROP COLUMN never, ADD COLUMN more int; ALTER TABLE t DROP COLUMN more; ALTER TABLE t RENAME CONSTRAINT t_pk TO "PK_eb88175348bc656de27db7918a7"`,
    after: constrained(Unique("t_key", ["b", "a"]), Check("t_check", "a > 0")),
    byHand: "CREATE VIEW hand AS SELECT id, b FROM t",
    unchanged: true,
  },
  {
    title: "a check that is the same in other words",
    before: constrained(Check("t_check", `"a" IN (1, 2, 3)`)),
    after: constrained(Check("t_check", `a in (1,2,3)`)),
    unchanged: true,
  },
  {
    title: "a check and a view under another search_path",
    before: constrained(Check("t_check", `"a" BETWEEN 0 AND 9 OR b = ANY (ARRAY[1, 2])`)),
    after: constrained(Check("t_check", `"a" BETWEEN 0 AND 9 OR b = ANY (ARRAY[1, 2])`)),
    byHand: "CREATE SCHEMA elsewhere; SET search_path = elsewhere, public",
    unchanged: true,
  },
  {
    title: "a plain unique made by hand is dropped",
    before: constrained(),
    after: constrained(),
    byHand: "ALTER TABLE t ADD CONSTRAINT by_hand UNIQUE (a)",
    rows,
    expectRows,
  },
];

export default cases;
