import {
  Column,
  Entity,
  ForeignKey,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToOne,
  PrimaryColumn,
  type RelationOptions,
} from "typeorm";
import { type Case, kept } from "./support/case";

function related(
  options: RelationOptions | null,
  column: { name?: string; foreignKeyConstraintName?: string } = {},
) {
  @Entity("parent")
  class Parent {
    @PrimaryColumn()
    id!: number;
  }
  @Entity("child")
  class Child {
    @PrimaryColumn()
    id!: number;
    parent!: Parent;
  }
  if (options !== null) {
    ManyToOne(() => Parent, options)(Child.prototype, "parent");
    JoinColumn(column)(Child.prototype, "parent");
  } else Column({ type: "int", nullable: true })(Child.prototype, "parentId");
  return [Parent, Child];
}

const rows = `INSERT INTO parent VALUES (1), (2); INSERT INTO child VALUES (1, 2), (2, NULL)`;
const expectRows = [kept(`SELECT id, "parentId" FROM child ORDER BY id`)];

const options: Readonly<Record<string, RelationOptions>> = {
  "onDelete CASCADE": { onDelete: "CASCADE" },
  "onDelete SET NULL": { onDelete: "SET NULL" },
  "onDelete DEFAULT": { onDelete: "DEFAULT" },
  "onDelete RESTRICT": { onDelete: "RESTRICT" },
  "onUpdate CASCADE": { onUpdate: "CASCADE" },
  "onUpdate SET NULL": { onUpdate: "SET NULL" },
  "onUpdate DEFAULT": { onUpdate: "DEFAULT" },
  "onUpdate RESTRICT": { onUpdate: "RESTRICT" },
  deferred: { deferrable: "INITIALLY DEFERRED" },
  deferrable: { deferrable: "INITIALLY IMMEDIATE" },
  "createForeignKeyConstraints: false": { createForeignKeyConstraints: false },
};

function joined(kind: "none" | "many" | "named" | "one") {
  @Entity("tag")
  class Tag {
    @PrimaryColumn()
    id!: number;
  }
  @Entity("post")
  class Post {
    @PrimaryColumn()
    id!: number;
    tags!: Tag[];
    tag!: Tag;
  }
  if (kind === "many" || kind === "named") {
    ManyToMany(() => Tag)(Post.prototype, "tags");
    JoinTable(
      kind === "named"
        ? { name: "post tags", joinColumn: { name: "post" }, inverseJoinColumn: { name: "tag" } }
        : {},
    )(Post.prototype, "tags");
  }
  if (kind === "one") {
    OneToOne(() => Tag)(Post.prototype, "tag");
    JoinColumn()(Post.prototype, "tag");
  }
  return [Tag, Post];
}

function loose(decorated: boolean) {
  @Entity("parent")
  class Parent {
    @PrimaryColumn()
    id!: number;
  }
  @Entity("child")
  class Child {
    @PrimaryColumn()
    id!: number;
    @Column({ nullable: true })
    parentId!: number;
  }
  if (decorated) ForeignKey(() => Parent, { onDelete: "CASCADE" })(Child.prototype, "parentId");
  return [Parent, Child];
}

function mutual(exist: boolean) {
  @Entity("keeper")
  class Keeper {
    @PrimaryColumn()
    id!: number;
  }
  @Entity("husband")
  class Husband {
    @PrimaryColumn()
    id!: number;
    @ManyToOne("Wife")
    wife!: unknown;
  }
  @Entity("wife")
  class Wife {
    @PrimaryColumn()
    id!: number;
    @ManyToOne(() => Husband)
    husband!: Husband;
  }
  return exist ? [Keeper, Husband, Wife] : [Keeper];
}

function selfReferring(exists: boolean) {
  @Entity("node")
  class Node {
    @PrimaryColumn()
    id!: number;
    parent!: Node;
  }
  if (exists) ManyToOne(() => Node)(Node.prototype, "parent");
  return [Node];
}

const cases: Case[] = [
  ...Object.entries(options).flatMap(([title, option]): Case[] => [
    { title: `${title}: created`, before: related(null), after: related(option), rows, expectRows },
    { title: `${title}: altered`, before: related({}), after: related(option), rows, expectRows },
    { title: `${title}: dropped`, before: related(option), after: related(null), rows, expectRows },
  ]),
  {
    title: "deferred instead of immediate",
    before: related({ deferrable: "INITIALLY IMMEDIATE" }),
    after: related({ deferrable: "INITIALLY DEFERRED" }),
    rows,
    expectRows,
  },
  {
    title: "a foreign key gets a name",
    before: related({}),
    after: related({}, { foreignKeyConstraintName: "child_parent_fk" }),
    rows,
    expectRows,
  },
  {
    title: "a foreign key gets a name and cascades",
    before: related({}),
    after: related({ onDelete: "CASCADE" }, { foreignKeyConstraintName: "child_parent_fk" }),
    rows,
    expectRows,
  },
  {
    title: "a relation becomes NOT NULL",
    before: related({}),
    after: related({ nullable: false }),
    rows: "INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1, 1)",
    expectRows,
  },
  { title: "a relation added with its column", before: selfReferring(false), after: selfReferring(true) },
  { title: "a relation dropped with its column", before: selfReferring(true), after: selfReferring(false) },
  { title: "a join table made", before: joined("none"), after: joined("many") },
  { title: "a join table dropped", before: joined("many"), after: joined("none") },
  { title: "a join table with names of its own", before: joined("none"), after: joined("named") },
  { title: "one to one", before: joined("none"), after: joined("one") },
  { title: "one to one becomes many to many", before: joined("one"), after: joined("many") },
  { title: "@ForeignKey added", before: loose(false), after: loose(true) },
  { title: "@ForeignKey taken off", before: loose(true), after: loose(false) },
  { title: "tables that refer to each other are made", before: mutual(false), after: mutual(true) },
  { title: "tables that refer to each other are dropped", before: mutual(true), after: mutual(false) },
];

export default cases;
