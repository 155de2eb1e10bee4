import {
  ChildEntity,
  Column,
  Entity,
  EntitySchema,
  ForeignKey,
  Generated,
  JoinColumn,
  type JoinColumnOptions,
  JoinTable,
  type JoinTableOptions,
  ManyToMany,
  ManyToOne,
  OneToMany,
  OneToOne,
  PrimaryColumn,
  type RelationOptions,
  TableInheritance,
  ViewEntity,
} from "typeorm";
import type { EntityTarget } from "../../src/project/project";
import { type Case, kept } from "./support/case";
import { entityOf } from "./support/entities";

const id = { type: "int", primary: true } as const;
const parent = entityOf("parent", { id });

/** A child with one relation for each of these. */
function acting(relations: Readonly<Record<string, RelationOptions>>, suffix = "Id"): EntityTarget[] {
  const target = entityOf("child", { id }) as new () => object;
  for (const [property, options] of Object.entries(relations)) {
    ManyToOne(() => parent as never, options)(target.prototype, property);
    const name = `${property}${suffix}`;
    JoinColumn({ name, foreignKeyConstraintName: `child_${name}` })(target.prototype, property);
  }
  return [parent, target];
}

function keyed(options: JoinColumnOptions): EntityTarget[] {
  const target = entityOf("child", { id }) as new () => object;
  ManyToOne(() => parent as never)(target.prototype, "parent");
  JoinColumn(options)(target.prototype, "parent");
  return [parent, target];
}

const actions = ["CASCADE", "SET NULL", "RESTRICT", "DEFAULT", "NO ACTION"] as const;
type Action = (typeof actions)[number];

/** Each action in turn, and whichever follows it so many places on. */
const going = (on: (action: Action) => RelationOptions, by: number): EntityTarget[] =>
  acting(
    Object.fromEntries(
      actions.map((_, place) => [`p${place}`, on(actions[(place + by) % actions.length] ?? "CASCADE")]),
    ),
  );

type KeyOptions = Pick<RelationOptions, "onDelete" | "onUpdate" | "deferrable"> & { readonly name?: string };

function referring(options: KeyOptions | null): EntityTarget[] {
  const target = entityOf("child", { id, parentId: { type: "int", nullable: true } }) as new () => object;
  if (options !== null) ForeignKey(() => parent as never, options)(target.prototype, "parentId");
  return [parent, target];
}

/** What a tag is to a post, seen from both. */
function related(kind: "one" | "many to one" | "many to many"): EntityTarget[] {
  class Tag {
    posts!: Post[];
  }
  class Post {
    tags!: Tag;
  }
  for (const target of [Tag, Post]) {
    Entity(target.name.toLowerCase())(target);
    PrimaryColumn({ type: "int" })(target.prototype, "id");
  }
  const inverse = [() => Post, "tags"] as const;
  if (kind === "many to many") {
    ManyToMany(...inverse)(Tag.prototype, "posts");
    ManyToMany(() => Tag, "posts")(Post.prototype, "tags");
    JoinTable()(Post.prototype, "tags");
    return [Tag, Post];
  }
  const [there, here] = kind === "one" ? [OneToOne, OneToOne] : [OneToMany, ManyToOne];
  there(...inverse)(Tag.prototype, "posts");
  here(() => Tag, "posts" as never)(Post.prototype, "tags");
  JoinColumn({ name: "tag" })(Post.prototype, "tags");
  return [Tag, Post];
}

function joined(options: JoinTableOptions): EntityTarget[] {
  const [post, tag] = ["post", "tag"].map((name) =>
    entityOf(name, { id, code: { type: "int", unique: true } }),
  );
  ManyToMany(() => tag as never)((post as new () => object).prototype, "tags");
  JoinTable(options)((post as new () => object).prototype, "tags");
  return [post, tag] as EntityTarget[];
}

/** Of one table as long as `together`, of two otherwise. */
function animals(together: boolean, column = "kind"): EntityTarget[] {
  class Animal {}
  Entity("animal")(Animal);
  PrimaryColumn({ type: "int" })(Animal.prototype, "id");
  class Dog extends (together ? Animal : Object) {}
  if (together) {
    TableInheritance({ column: { type: "varchar", name: column } })(Animal);
    ChildEntity()(Dog);
  } else {
    Entity("Dog")(Dog);
    PrimaryColumn({ type: "int" })(Dog.prototype, "id");
  }
  Column({ type: "text", nullable: true })(Dog.prototype, "bark");
  return [Animal, Dog];
}

const source = entityOf("source", { id });
function seen(as: "table" | "view"): EntityTarget[] {
  class Seen {}
  if (as === "view") ViewEntity({ name: "seen", expression: "SELECT id FROM source" })(Seen);
  else {
    Entity("seen")(Seen);
    PrimaryColumn({ type: "int" })(Seen.prototype, "id");
  }
  return [source, Seen];
}

function depending(on: readonly EntityTarget[], materialized = false): EntityTarget[] {
  class Top {}
  const dependsOn = on.map((target) => target as never);
  ViewEntity({ name: "top", expression: "SELECT id FROM source", dependsOn, materialized })(Top);
  return [...new Set([source, ...on]), Top];
}

/** A table with a foreign key to another, a join table and a view, which are the tool's or not. */
function resigned(synchronize: boolean): EntityTarget[] {
  const there = entityOf("parent", { id }, { synchronize });
  const here = entityOf("child", { id }) as new () => object;
  ManyToOne(() => there as never)(here.prototype, "one");
  ManyToMany(() => there as never)(here.prototype, "more");
  JoinTable({ synchronize })(here.prototype, "more");
  class View {}
  ViewEntity({ name: "seen", expression: "SELECT id AS seen FROM parent", synchronize })(View);
  return [there, here, View];
}

const addressed = (prefix: string): EntityTarget[] => {
  class Address {}
  Column({ type: "text", nullable: true })(Address.prototype, "street");
  const target = entityOf("t", { id }) as new () => object;
  Column(() => Address, { prefix })(target.prototype, "home");
  return [target];
};

const schemed = (length: number | null): EntityTarget[] => [
  entityOf("other", { id }),
  ...(length === null
    ? []
    : [
        new EntitySchema({
          name: "Thing",
          tableName: "thing",
          columns: {
            id: { type: "int", primary: true, generated: "increment" },
            name: { type: "varchar", length, unique: true, foreignKey: undefined },
          },
          checks: [{ name: "thing_check", expression: `length(name) < ${length}` }],
          indices: [{ name: "thing_index", columns: ["name"], where: `name <> ''` }],
        } as never),
      ]),
];

const numbered = (strategy: "uuid" | "rowid" | "identity", comment?: string): EntityTarget[] => {
  const type = strategy === "uuid" ? "uuid" : "int";
  const target = entityOf("t", { id: { type, primary: true, ...(comment && { comment }) } });
  Generated(strategy as "uuid")((target as new () => object).prototype, "id");
  return [target];
};

const named = (options: object): EntityTarget[] => [
  entityOf("t", { id: { ...id, ...options }, c: { type: "text", nullable: true, ...options } }),
];

const filled = `INSERT INTO parent VALUES (1), (2); INSERT INTO child VALUES (1, 2)`;
const tagged = `INSERT INTO post VALUES (1, 1); INSERT INTO tag VALUES (2, 2)`;

/** One kind of thing, or one way of it, in the place of another. */
const cases: Case[] = [
  {
    title: "every onDelete to the next",
    before: going((onDelete) => ({ onDelete }), 0),
    after: going((onDelete) => ({ onDelete }), 1),
  },
  {
    title: "every onUpdate to the next",
    before: going((onUpdate) => ({ onUpdate }), 0),
    after: going((onUpdate) => ({ onUpdate }), 1),
  },
  {
    title: "foreign keys taken off and put on, and nullable too",
    before: acting({
      a: { createForeignKeyConstraints: false, nullable: false },
      b: {},
      c: { onDelete: "NO ACTION", onUpdate: "NO ACTION" },
    }),
    after: acting({ a: {}, b: { createForeignKeyConstraints: false, nullable: false }, c: {} }),
    rows: "INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1, 1, 1)",
    expectRows: [kept(`SELECT * FROM child`)],
  },
  {
    title: "@ForeignKey with options",
    before: referring(null),
    after: referring({
      name: "child_fk",
      onDelete: "SET NULL",
      onUpdate: "CASCADE",
      deferrable: "INITIALLY DEFERRED",
    }),
    rows: filled,
    expectRows: [kept("SELECT * FROM child")],
  },
  {
    title: "@ForeignKey with other options",
    before: referring({
      name: "child_fk",
      onDelete: "SET NULL",
      onUpdate: "CASCADE",
      deferrable: "INITIALLY DEFERRED",
    }),
    after: referring({
      name: "child_key",
      onDelete: "CASCADE",
      onUpdate: "RESTRICT",
      deferrable: "INITIALLY IMMEDIATE",
    }),
    rows: filled,
    expectRows: [kept("SELECT * FROM child")],
  },
  {
    title: "@ForeignKey with its options taken off",
    before: referring({
      name: "child_fk",
      onDelete: "SET NULL",
      onUpdate: "CASCADE",
      deferrable: "INITIALLY DEFERRED",
    }),
    after: referring({}),
    rows: filled,
    expectRows: [kept("SELECT * FROM child")],
  },
  { title: "many to one becomes one to one", before: related("many to one"), after: related("one") },
  {
    title: "many to one becomes many to many",
    before: related("many to one"),
    after: related("many to many"),
  },
  {
    title: "a join column and its foreign key get other names",
    before: acting({ p: {} }),
    after: acting({ p: {} }, "_of"),
    renames: ["child.pId=p_of"],
    rows: `INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1, 1)`,
    expectRows: [{ query: "SELECT id, p_of FROM child", up: [[1, 1]], down: null }],
  },
  {
    title: "a join table is moved, with other names in it",
    before: joined({
      name: "post_tag",
      schema: "app",
      joinColumn: { name: "post" },
      inverseJoinColumn: { name: "tag" },
    }),
    after: joined({
      name: "tagging",
      schema: "web",
      joinColumn: { name: "of_post" },
      inverseJoinColumn: { name: "of_tag" },
    }),
    renames: ["table:app.post_tag=web.tagging", "web.tagging.post=of_post", "web.tagging.tag=of_tag"],
    rows: `${tagged}; INSERT INTO app.post_tag VALUES (1, 2)`,
    expectRows: [{ query: "SELECT * FROM web.tagging", up: [[1, 2]], down: null }],
  },
  {
    title: "a join table of other columns",
    before: joined({ name: "post_tag" }),
    after: joined({
      name: "post_tag",
      joinColumn: { referencedColumnName: "code" },
      inverseJoinColumn: { referencedColumnName: "code" },
    }),
    rows: tagged,
  },
  {
    title: "a join table loses the names that it was given",
    before: joined({
      name: "tagging",
      joinColumn: { name: "of_post", foreignKeyConstraintName: "tagging_post" },
      inverseJoinColumn: { name: "of_tag", foreignKeyConstraintName: "tagging_tag" },
    }),
    after: joined({ name: "tagging" }),
    renames: ["tagging.of_post=postId", "tagging.of_tag=tagId"],
    rows: `${tagged}; INSERT INTO tagging VALUES (1, 2)`,
    expectRows: [{ query: "SELECT * FROM tagging", up: [[1, 2]] }],
  },
  {
    title: "a join column's foreign key loses the name that it was given",
    before: keyed({ foreignKeyConstraintName: "child_fk" }),
    after: keyed({}),
  },
  {
    title: "a column gets another name",
    before: [entityOf("t", { id, c: { type: "text", name: "a" } })],
    after: [entityOf("t", { id, c: { type: "text", name: "b" } })],
    renames: ["t.a=b"],
    rows: "INSERT INTO t VALUES (1, 'x')",
    expectRows: [{ query: "SELECT * FROM t", up: [[1, "x"]] }],
  },
  { title: "a child entity gets a table of its own", before: animals(true), after: animals(false) },
  {
    title: "entities of one table tell themselves apart by another column",
    before: animals(true),
    after: animals(true, "species"),
    renames: ["animal.kind=species"],
    rows: "INSERT INTO animal (id, kind, bark) VALUES (1, 'Dog', 'wow')",
    expectRows: [{ query: "SELECT id, species, bark FROM animal", up: [[1, "Dog", "wow"]], down: null }],
  },
  { title: "a table becomes a view", before: seen("table"), after: seen("view") },
  { title: "a view depends on another", before: depending([source]), after: depending([source, parent]) },
  {
    title: "a materialized view becomes a view",
    before: depending([source], true),
    after: depending([source]),
  },
  { title: "a materialized view is made", before: [source], after: depending([source], true) },
  { title: "a materialized view is dropped", before: depending([source], true), after: [source] },
  {
    title: "an embedded class gets another prefix",
    before: addressed("home"),
    after: addressed("house"),
    renames: ["t.homeStreet=houseStreet"],
    rows: `INSERT INTO t VALUES (1, 'a')`,
    expectRows: [{ query: `SELECT "houseStreet" FROM t`, up: [["a"]], down: null }],
  },
  {
    title: "an entity moves to another schema",
    before: [parent, entityOf("t", { id }, { schema: "app" })],
    after: [parent, entityOf("t", { id }, { schema: "web" })],
    renames: ["table:app.t=web.t"],
    rows: "INSERT INTO app.t VALUES (1)",
    expectRows: [{ query: "SELECT * FROM web.t", up: [[1]], down: null }],
  },
  {
    title: "tables and views that are no longer synchronized are left to people",
    before: resigned(true),
    after: resigned(false),
    rows: "INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1, 1); INSERT INTO child_more_parent VALUES (1, 1)",
    expectRows: [kept("SELECT * FROM parent, child, child_more_parent, seen")],
    unchanged: true,
  },
  { title: "an EntitySchema is added", before: schemed(null), after: schemed(20) },
  {
    title: "an EntitySchema is altered",
    before: schemed(20),
    after: schemed(40),
    rows: "INSERT INTO thing (name) VALUES ('a')",
  },
  { title: "an EntitySchema is dropped", before: schemed(40), after: schemed(null) },
  {
    title: "a generated uuid becomes none",
    before: numbered("uuid"),
    after: [entityOf("t", { id: { type: "uuid", primary: true } })],
    options: { uuidExtension: "pgcrypto" },
  },
  {
    title: "a generated uuid of the other extension",
    before: numbered("uuid"),
    after: numbered("uuid", "another"),
    optionsBefore: { uuidExtension: "uuid-ossp" },
    options: { uuidExtension: "pgcrypto" },
  },
  { title: "a rowid becomes an identity", before: numbered("rowid"), after: numbered("identity") },
  {
    title: "a primary key loses the name that it was given",
    before: named({ primaryKeyConstraintName: "t_pk" }),
    after: named({}),
  },
];

export default cases;
