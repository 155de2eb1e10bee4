import {
  ChildEntity,
  Column,
  type ColumnType,
  CreateDateColumn,
  DataSource,
  DefaultNamingStrategy,
  DeleteDateColumn,
  Entity,
  type EntityOptions,
  JoinColumn,
  JoinTable,
  type JoinTableOptions,
  ManyToMany,
  ManyToOne,
  OneToMany,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  TableInheritance,
  Tree,
  TreeChildren,
  TreeLevelColumn,
  TreeParent,
  UpdateDateColumn,
  VersionColumn,
  ViewEntity,
} from "typeorm";
import type { EntityTarget, PostgresOptions } from "../../src/project/project";
import type { Case } from "./support/case";
import { withColumn } from "./support/entities";

/** Something that entities can have, in one way and in another. */
interface Shape extends Pick<Case, "options" | "versions"> {
  readonly without: readonly EntityTarget[];
  readonly first: readonly EntityTarget[];
  readonly second: readonly EntityTarget[];
}

function plain(name = "t", options: EntityOptions = {}): EntityTarget {
  @Entity(name, options)
  class Plain {
    @PrimaryColumn({ type: "int" })
    id!: number;
  }
  return Plain;
}

/** A column of every type that comes with PostgreSQL. */
function typed(types: readonly string[], comment?: string): EntityTarget {
  const target = class {};
  Entity("t")(target);
  PrimaryColumn({ type: "int" })(target.prototype, "id");
  for (const type of types) {
    const options = {
      type: type as ColumnType,
      nullable: true,
      ...(comment === undefined ? {} : { comment }),
    };
    const more = /enum/.test(type) ? { enum: ["a", "b"] } : {};
    Column({ ...options, ...more } as never)(target.prototype, `of ${type}`);
  }
  return target;
}

const elsewhere = /^(geometry|geography|vector|halfvec)$/;
const all = new DataSource({ type: "postgres" }).driver.supportedDataTypes.map(String);
const types = all.filter((type) => !elsewhere.test(type) && !type.endsWith("multirange"));
const multiranges = all.filter((type) => type.endsWith("multirange"));

function dated(precision?: number): EntityTarget {
  const options = precision === undefined ? {} : { precision };
  @Entity("t")
  class Dated {
    @PrimaryColumn({ type: "int" })
    id!: number;
    @CreateDateColumn(options)
    made!: Date;
    @UpdateDateColumn(options)
    changed!: Date;
    @DeleteDateColumn(options)
    gone!: Date;
    @VersionColumn(precision === undefined ? {} : { comment: "how often" })
    version!: number;
  }
  return Dated;
}

function tree(kind: "closure-table" | "nested-set" | "materialized-path", isTree = true): EntityTarget[] {
  class Node {
    @PrimaryGeneratedColumn()
    id!: number;
    parent!: Node;
    children!: Node[];
    level!: number;
  }
  Entity("node")(Node);
  if (!isTree) return [Node];
  Tree(kind)(Node);
  TreeParent()(Node.prototype, "parent");
  TreeChildren()(Node.prototype, "children");
  if (kind === "closure-table") TreeLevelColumn()(Node.prototype, "level");
  return [Node];
}

function adjacency(onDelete?: "CASCADE"): EntityTarget {
  @Entity("node")
  class Node {
    @PrimaryGeneratedColumn()
    id!: number;
    @ManyToOne(
      () => Node,
      ({ children }) => children,
      onDelete === undefined ? {} : { onDelete },
    )
    @JoinColumn({ name: "parent", referencedColumnName: "id" })
    parent!: Node;
    @OneToMany(
      () => Node,
      ({ parent }) => parent,
    )
    children!: Node[];
  }
  return Node;
}

function inherited(...children: readonly ("Dog" | "Cat")[]): EntityTarget[] {
  @Entity("animal")
  class Animal {
    @PrimaryGeneratedColumn()
    id!: number;
  }
  if (children.length > 0) TableInheritance({ column: { type: "varchar", name: "kind" } })(Animal);
  return [
    Animal,
    ...children.map((name): EntityTarget => {
      const child = { [name]: class extends Animal {} }[name] ?? Animal;
      ChildEntity()(child);
      Column({ type: "text", nullable: true })(child.prototype, `of${name}`);
      return child;
    }),
  ];
}

function embedding(prefix: string | null, length: number): EntityTarget {
  class Money {
    @Column({ type: "varchar", length })
    currency!: string;
  }
  @Entity("t")
  class Bill {
    @PrimaryColumn({ type: "int" })
    id!: number;
    @Column(() => Money, prefix === null ? {} : { prefix })
    total!: Money;
  }
  return Bill;
}

function joined(options: JoinTableOptions | null): EntityTarget[] {
  class Post {
    @PrimaryColumn({ type: "int" })
    id!: number;
    tags!: object[];
  }
  const tag = plain("tag");
  Entity("post")(Post);
  if (options !== null) {
    ManyToMany(() => tag as never)(Post.prototype, "tags");
    JoinTable(options)(Post.prototype, "tags");
  }
  return [Post, tag];
}

function acting(action: "NO ACTION" | "CASCADE" | null): EntityTarget[] {
  class Child {
    @PrimaryColumn({ type: "int" })
    id!: number;
    parent!: object;
  }
  const parent = plain("parent");
  Entity("child")(Child);
  if (action !== null)
    ManyToOne(() => parent as never, { onDelete: action, onUpdate: action, nullable: false })(
      Child.prototype,
      "parent",
    );
  return [parent, Child];
}

function viewed(query: string | null): EntityTarget[] {
  const table = plain();
  if (query === null) return [table];
  @ViewEntity({ name: "inner_view", expression: query })
  class Inner {}
  @ViewEntity({ name: "outer_view", expression: "SELECT * FROM inner_view", dependsOn: [Inner] })
  class Outer {}
  return [table, Inner, Outer];
}

const counted = (strategy: "uuid" | "increment" | "identity" | "rowid" | null): EntityTarget => {
  const target = class {};
  Entity("t")(target);
  if (strategy === null) PrimaryColumn({ type: "int" })(target.prototype, "id");
  else PrimaryGeneratedColumn(strategy as "uuid")(target.prototype, "id");
  return target;
};

class Upper extends DefaultNamingStrategy {
  override columnName(property: string, name: string | undefined): string {
    return name || property.toUpperCase();
  }
}

const column = (comment: string | null) =>
  withColumn(comment === null ? null : { type: "text", nullable: true, comment });

/** A column in tables that an option of the data source names otherwise. */
const under = (options: Partial<PostgresOptions>): Shape => ({
  without: column(null),
  first: column("one"),
  second: column("two"),
  options,
});

const shapes: Readonly<Record<string, Shape>> = {
  "every type": { without: [plain()], first: [typed(types)], second: [typed(types, "of a type")] },
  "every multirange": {
    without: [plain()],
    first: [typed(multiranges)],
    second: [typed(multiranges, "of a type")],
    versions: [15, 18],
  },
  "dates and version": { without: [plain()], first: [dated()], second: [dated(3)] },
  "closure table": {
    without: tree("closure-table", false),
    first: tree("closure-table"),
    second: tree("nested-set"),
  },
  "nested set": {
    without: tree("nested-set", false),
    first: tree("nested-set"),
    second: tree("materialized-path"),
  },
  "materialized path": {
    without: tree("materialized-path", false),
    first: tree("materialized-path"),
    second: [adjacency()],
  },
  "adjacency list": {
    without: tree("closure-table"),
    first: [adjacency()],
    second: [adjacency("CASCADE")],
  },
  "single-table inheritance": {
    without: inherited(),
    first: inherited("Dog"),
    second: inherited("Dog", "Cat"),
  },
  embedded: { without: [plain()], first: [embedding(null, 3)], second: [embedding(null, 5)] },
  "embedded prefix": { without: [plain()], first: [embedding("sum", 3)], second: [embedding("sum", 5)] },
  "join table in a schema": {
    without: joined(null),
    first: joined({ name: "post_tag", schema: "app", joinColumn: { name: "post" } }),
    second: joined({
      name: "post_tag",
      schema: "app",
      joinColumn: { name: "post", foreignKeyConstraintName: "fk" },
    }),
  },
  "join table that is not synchronized": {
    without: joined(null),
    first: joined({ synchronize: false }),
    second: joined({}),
  },
  "NO ACTION": { without: acting(null), first: acting("NO ACTION"), second: acting("CASCADE") },
  dependsOn: {
    without: viewed(null),
    first: viewed("SELECT id FROM t"),
    second: viewed("SELECT id, id + 1 AS next FROM t"),
  },
  "entity in a schema": {
    without: [plain()],
    first: [plain(), plain("t", { schema: "app" })],
    second: [plain(), plain("t", { schema: "app", comment: "of the app" })],
  },
  "entity comment": {
    without: [plain()],
    first: [plain("t", { comment: "it's one" })],
    second: [plain("t", { comment: "it's another" })],
  },
  "entity that is not synchronized": {
    without: [plain()],
    first: [plain(), plain("other", { synchronize: false })],
    second: [plain(), plain("other")],
  },
  "generated number": {
    without: [counted(null)],
    first: [counted("increment")],
    second: [counted("identity")],
  },
  rowid: { without: [plain("other")], first: [counted("rowid")], second: [plain("other")] },
  "schema of the data source": under({ schema: "app" }),
  entityPrefix: under({ entityPrefix: "app_" }),
  namingStrategy: under({ namingStrategy: new Upper() }),
  extensions: under({ extensions: ["citext"] }),
  installExtensions: under({ installExtensions: false, extensions: ["citext"] }),
  cache: under({ cache: true }),
};

const cases: Case[] = Object.entries(shapes).flatMap(
  ([title, { without, first, second, ...rest }]): Case[] => [
    { title: `${title}: created`, before: without, after: first, ...rest },
    { title: `${title}: altered`, before: first, after: second, ...rest },
    { title: `${title}: dropped`, before: second, after: without, ...rest },
    { title: `${title}: unchanged`, before: first, after: first, unchanged: true, ...rest },
  ],
);

export default cases;
