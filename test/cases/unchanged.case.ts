import {
  Check,
  Column,
  Entity,
  EntitySchema,
  Exclusion,
  ForeignKey,
  Generated,
  Index,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type RelationOptions,
  Tree,
  TreeChildren,
  TreeLevelColumn,
  TreeParent,
  Unique,
  ViewColumn,
  ViewEntity,
} from "typeorm";
import { Extension, SqlIndex, sql, TableOptions } from "../../src";
import type { Case } from "./support/case";

const deferred = { deferrable: "INITIALLY DEFERRED" } as const;
const immediate = { deferrable: "INITIALLY IMMEDIATE" } as const;

@Entity("columns")
@Extension("cube", { schema: "extras" })
@TableOptions({ fillfactor: 70, unlogged: true })
class Columns {
  @PrimaryGeneratedColumn("identity", { generatedIdentity: "ALWAYS", primaryKeyConstraintName: "columns_pk" })
  id!: number;
  @Column({ type: "uuid" })
  @Generated("uuid")
  key!: string;
  @Column({ type: "text", collation: "C", unique: true, name: "Strange Name" })
  named!: string;
  @Column({ type: "citext", nullable: true })
  folded!: string;
  @Column({ type: "int", generatedType: "STORED", asExpression: "id * 2", nullable: true })
  computed!: number;
  @Column({ type: "enum", enum: ["a", "b"], enumName: "letter", array: true, default: ["a"] })
  letters!: string[];
}

@Entity("indexed")
@Index("indexed_unique", ["a"], { unique: true, where: "b IS NOT NULL", concurrent: true })
@Index("indexed_place", ["place"], { spatial: true })
@Index("indexed_words", ["words"], { type: "gin" })
@Index("indexed_by_hand", { synchronize: false })
@Unique("indexed_key", ["a", "b"], deferred)
@Check("indexed_check", "length(a) > 0")
@Exclusion("indexed_excluded", `USING gist ("during" WITH &&)`, immediate)
@SqlIndex(
  "indexed_sql",
  [
    sql`lower(a)`,
    { property: "a", order: "DESC", nulls: "FIRST", collation: "C", operatorClass: "text_pattern_ops" },
  ],
  {
    unique: true,
    where: "b IS NULL",
    using: "btree",
    include: ["b"],
    with: { fillfactor: 70 },
    concurrent: true,
  },
)
class Indexed {
  @PrimaryColumn({ type: "int" })
  id!: number;
  @Column({ type: "text" })
  a!: string;
  @Column({ type: "text", nullable: true })
  b!: string;
  @Column({ type: "point", nullable: true })
  place!: string;
  @Column({ type: "tsvector", nullable: true })
  words!: string;
  @Column({ type: "tstzrange", nullable: true })
  during!: string;
}

@Entity("node")
@Tree("closure-table")
class Node {
  @PrimaryGeneratedColumn()
  id!: number;
  @TreeParent()
  parent!: Node;
  @TreeChildren()
  children!: Node[];
  @TreeLevelColumn()
  level!: number;
}

@Entity("related")
class Related {
  @PrimaryColumn({ type: "int" })
  id!: number;
  @OneToOne(() => Node)
  @JoinColumn({ foreignKeyConstraintName: "related_one" })
  one!: Node;
  @ManyToMany(() => Node)
  @JoinTable({ inverseJoinColumn: { name: "node" } })
  many!: Node[];
  @Column({ type: "int", nullable: true })
  @ForeignKey(() => Node, { name: "related_loose", onDelete: "CASCADE", onUpdate: "SET NULL", ...deferred })
  loose!: number;
}

const relations: Readonly<Record<string, RelationOptions>> = {
  cascading: { onDelete: "CASCADE", onUpdate: "CASCADE", nullable: false, ...deferred },
  clearing: { onDelete: "SET NULL", onUpdate: "SET NULL" },
  restricting: { onDelete: "RESTRICT", onUpdate: "RESTRICT" },
  resetting: { onDelete: "DEFAULT", onUpdate: "DEFAULT" },
  alone: { createForeignKeyConstraints: false },
};
for (const [property, options] of Object.entries(relations))
  ManyToOne(() => Node, options)(Related.prototype, property);

@ViewEntity({
  name: "counted",
  expression: "SELECT a, count(*) AS n FROM indexed GROUP BY a",
  materialized: true,
})
@Index("counted_a", ["a"], { unique: true })
class Counted {
  @ViewColumn()
  a!: string;
}

const thing = new EntitySchema({
  name: "thing",
  columns: {
    id: { type: "int", primary: true, generated: "increment" },
    name: { type: "text", unique: true },
  },
});

@Entity("distinct")
@SqlIndex("distinct_a", ["a"], { unique: true, nullsNotDistinct: true })
class Distinct {
  @PrimaryColumn({ type: "int" })
  id!: number;
  @Column({ type: "int", nullable: true })
  a!: number;
}

const everything = [Columns, Indexed, Node, Related, Counted, thing];

const cases: Case[] = [
  {
    title: "everything at once",
    before: everything,
    after: everything,
    byHand: "CREATE INDEX indexed_by_hand ON indexed (b)",
    options: { uuidExtension: "pgcrypto" },
    unchanged: true,
  },
  { title: "NULLS NOT DISTINCT", before: [Distinct], after: [Distinct], unchanged: true, versions: [15, 18] },
];

export default cases;
