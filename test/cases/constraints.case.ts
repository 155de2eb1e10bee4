import { Check, Column, Entity, Exclusion, PrimaryColumn, Unique } from "typeorm";
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
