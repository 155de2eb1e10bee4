import {
  Column,
  Entity,
  Generated,
  JoinColumn,
  ManyToOne,
  OneToMany,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  Unique,
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

/** A unique constraint that a foreign key refers to. */
const referred = (...columns: string[]) => {
  @Entity("parent")
  @Unique("parent_key", columns)
  class Parent {
    @PrimaryColumn() id!: number;
    @Column() a!: number;
    @Column() b!: number;
  }
  @Entity("child")
  class Child {
    @PrimaryColumn() id!: number;
    @Column({ nullable: true }) ofA!: number;
    @Column({ nullable: true }) ofB!: number;
    parent!: Parent;
  }
  ManyToOne(() => Parent)(Child.prototype, "parent");
  JoinColumn(columns.map((name) => ({ name: `of${name.toUpperCase()}`, referencedColumnName: name })))(
    Child.prototype,
    "parent",
  );
  return [Parent, Child];
};

/** A table `drawing` whose default draws from the sequence of another. */
const drawing = (table: string) =>
  entityOf("drawing", {
    id: { type: "int", primary: true, primaryKeyConstraintName: "drawing_pk" },
    n: { type: "int", default: () => `nextval('${table}_id_seq')` },
  });
const drawn = (table: string) =>
  `CREATE TABLE ${table} (id serial, CONSTRAINT ${table}_pk PRIMARY KEY (id));
   CREATE TABLE drawing (id int NOT NULL, n int NOT NULL DEFAULT nextval('${table}_id_seq'), CONSTRAINT drawing_pk PRIMARY KEY (id))`;

const cases: Case[] = [
  {
    title: "a unique constraint gains a column under a foreign key",
    before: referred("a"),
    after: referred("a", "b"),
    rows: "INSERT INTO parent VALUES (1, 1, 2); INSERT INTO child VALUES (1, 1, 2)",
    expectRows: [kept("SELECT * FROM parent"), kept("SELECT * FROM child")],
  },
  {
    title: "a sequence that others draw from stays when its table goes",
    before: drawn("gone"),
    after: [drawing("gone")],
    byHand: "COMMENT ON SEQUENCE gone_id_seq IS 'drawn from'",
    rows: "INSERT INTO drawing VALUES (1)",
    expectRows: [
      kept("SELECT id, n FROM drawing WHERE id = 1"),
      { query: "INSERT INTO drawing VALUES (2) RETURNING n", up: [[2]], down: null },
    ],
  },
  {
    title: "a sequence that others draw from",
    before: drawn("source"),
    after: [
      entityOf("source", {
        id: { type: "int", primary: true, generated: "increment", primaryKeyConstraintName: "source_pk" },
      }),
      drawing("source"),
    ],
    unchanged: true,
  },
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
