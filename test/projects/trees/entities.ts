import {
  Column,
  Entity,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
  Tree,
  TreeChildren,
  TreeLevelColumn,
  TreeParent,
} from "typeorm";

@Entity()
@Tree("closure-table", {
  closureTableName: "category_closure",
  ancestorColumnName: (column) => `ancestor_${column.propertyName}`,
  descendantColumnName: (column) => `descendant_${column.propertyName}`,
})
export class Category {
  @PrimaryGeneratedColumn()
  id!: number;
  @TreeChildren()
  children!: Category[];
  @TreeParent({ onDelete: "CASCADE" })
  parent!: Relation<Category> | null;
  @TreeLevelColumn()
  level!: number;
}

@Entity()
@Tree("closure-table")
export class Folder {
  @PrimaryColumn({ length: 40 })
  path!: string;
  @TreeChildren({ cascade: true })
  children!: Folder[];
  @TreeParent()
  parent!: Relation<Folder> | null;
}

@Entity()
@Tree("nested-set")
export class Region {
  @PrimaryGeneratedColumn("uuid")
  id!: string;
  @Column()
  name!: string;
  @TreeChildren()
  children!: Region[];
  @TreeParent()
  parent!: Relation<Region> | null;
}

@Entity()
@Tree("materialized-path")
export class Comment {
  @PrimaryGeneratedColumn()
  id!: number;
  @TreeChildren()
  children!: Comment[];
  @TreeParent()
  parent!: Relation<Comment> | null;
}
