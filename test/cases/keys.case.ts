import {
  Column,
  Entity,
  Generated,
  ManyToOne,
  OneToMany,
  PrimaryColumn,
  PrimaryGeneratedColumn,
} from "typeorm";
import { type Case, kept } from "./support/case";
import { entityOf } from "./support/entities";

const parentsAndChildren = (type: "int" | "bigint") => {
  @Entity("parent")
  class Parent {
    @PrimaryGeneratedColumn({ type })
    id!: number;
    @Column()
    name!: string;
    @OneToMany("Child", "parent")
    children!: unknown[];
  }
  @Entity("child")
  class Child {
    @PrimaryGeneratedColumn()
    id!: number;
    @ManyToOne(() => Parent, "children", { onDelete: "CASCADE" })
    parent!: Parent;
  }
  return [Parent, Child];
};

const counted = (strategy: "increment" | "identity" | "always" | "none", type: "int" | "bigint" = "int") => {
  class T {
    id!: number;
    c!: string;
  }
  Entity("t")(T);
  if (strategy === "none") PrimaryColumn({ type })(T.prototype, "id");
  else if (strategy === "increment") PrimaryGeneratedColumn("increment", { type })(T.prototype, "id");
  else
    PrimaryGeneratedColumn("identity", {
      type,
      generatedIdentity: strategy === "always" ? "ALWAYS" : "BY DEFAULT",
    })(T.prototype, "id");
  Column({ type: "text" })(T.prototype, "c");
  return [T];
};

const next = (up: unknown, down: unknown = up) => ({
  query: "INSERT INTO t (c) VALUES ('new') RETURNING id::text",
  up: [[up]],
  down: [[down]],
});
const filled = "INSERT INTO t (c) VALUES ('a'), ('b'), ('c')";
const old = kept("SELECT id::text, c FROM t WHERE c <> 'new' ORDER BY id");

const uuid = (strategy: "uuid" | "none") => {
  class T {
    id!: string;
  }
  Entity("t")(T);
  PrimaryColumn({ type: "uuid" })(T.prototype, "id");
  if (strategy === "uuid") Generated("uuid")(T.prototype, "id");
  return [T];
};

const named = (name: string | undefined) => [
  entityOf("t", { id: { type: "int", primary: true, ...(name && { primaryKeyConstraintName: name }) } }),
];

const composite = (...keys: string[]) => [
  entityOf(
    "t",
    Object.fromEntries(["a", "b", "c"].map((key) => [key, { type: "int", primary: keys.includes(key) }])),
  ),
];

const cases: Case[] = [
  {
    title: "int to bigint under a foreign key",
    before: parentsAndChildren("int"),
    after: parentsAndChildren("bigint"),
    rows: `INSERT INTO parent (name) VALUES ('a'), ('b'); INSERT INTO child ("parentId") VALUES (2), (1)`,
    expectRows: [
      kept("SELECT id::text, name FROM parent WHERE id < 3 ORDER BY id"),
      kept(`SELECT id, "parentId"::text FROM child ORDER BY id`),
      { query: "INSERT INTO parent (name) VALUES ('c') RETURNING id::text", up: [["3"]], down: [["4"]] },
      {
        query: "SELECT data_type FROM information_schema.sequences WHERE sequence_name = 'parent_id_seq'",
        up: [["bigint"]],
      },
    ],
  },
  {
    title: "serial int to bigint",
    before: counted("increment"),
    after: counted("increment", "bigint"),
    rows: filled,
    expectRows: [old, next("4", "5")],
  },
  {
    title: "serial to identity by default",
    before: counted("increment"),
    after: counted("identity"),
    rows: filled,
    expectRows: [old, next("4", "5")],
  },
  {
    title: "identity by default to serial",
    before: counted("identity"),
    after: counted("increment"),
    rows: filled,
    expectRows: [old, next("4", "5")],
  },
  {
    title: "serial to identity always, int to bigint",
    before: counted("increment"),
    after: counted("always", "bigint"),
    rows: filled,
    expectRows: [old, next("4", "5")],
  },
  {
    title: "identity by default to always",
    before: counted("identity"),
    after: counted("always"),
    rows: filled,
    expectRows: [old, next("4", "5")],
  },
  {
    title: "a plain key becomes serial",
    before: counted("none"),
    after: counted("increment"),
    rows: "INSERT INTO t VALUES (7, 'a')",
    expectRows: [old, { ...next("8"), down: null }],
  },
  {
    title: "a plain key becomes an identity",
    before: counted("none"),
    after: counted("always"),
    rows: "INSERT INTO t VALUES (7, 'a')",
    expectRows: [old, { ...next("8"), down: null }],
  },
  {
    title: "a serial on an empty table becomes an identity",
    before: counted("increment"),
    after: counted("identity"),
    expectRows: [next("1", "2")],
  },
  {
    title: "a plain key becomes a generated uuid",
    before: uuid("none"),
    after: uuid("uuid"),
    rows: "INSERT INTO t VALUES ('00000000-0000-4000-8000-000000000000')",
    expectRows: [kept("SELECT id FROM t")],
  },
  {
    title: "a generated uuid of pgcrypto",
    before: uuid("none"),
    after: uuid("uuid"),
    options: { uuidExtension: "pgcrypto" },
  },
  { title: "a constraint name given", before: named(undefined), after: named("t_pk") },
  { title: "a constraint name changed", before: named("t_key"), after: named("t_pk") },
  {
    title: "another column in a composite key",
    before: composite("a"),
    after: composite("a", "b"),
    rows: "INSERT INTO t VALUES (1, 2, 3)",
    expectRows: [kept("SELECT * FROM t")],
  },
  {
    title: "a composite key of other columns",
    before: composite("a", "b"),
    after: composite("b", "c"),
    rows: "INSERT INTO t VALUES (1, 2, 3)",
    expectRows: [kept("SELECT * FROM t")],
  },
];

export default cases;
