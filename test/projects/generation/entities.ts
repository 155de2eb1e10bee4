import { Column, Entity, Generated, PrimaryColumn, PrimaryGeneratedColumn } from "typeorm";

@Entity()
export class Increment {
  @PrimaryGeneratedColumn()
  id!: number;
  @Column({ type: "bigint" })
  @Generated("increment")
  counter!: string;
}

@Entity()
export class SmallIncrement {
  @PrimaryGeneratedColumn("increment", { type: "smallint" })
  id!: number;
}

@Entity()
export class BigIncrement {
  @PrimaryGeneratedColumn({ type: "bigint", comment: "counts", primaryKeyConstraintName: "pk_big" })
  id!: string;
}

@Entity()
export class IdentityByDefault {
  @PrimaryGeneratedColumn("identity")
  id!: number;
}

@Entity()
export class IdentityAlways {
  @PrimaryGeneratedColumn("identity", { type: "bigint", generatedIdentity: "ALWAYS" })
  id!: string;
}

@Entity()
export class RowId {
  @PrimaryGeneratedColumn("rowid")
  id!: string;
}

@Entity()
export class Uuid {
  @PrimaryGeneratedColumn("uuid")
  id!: string;
  @Column()
  @Generated("uuid")
  token!: string;
}

@Entity()
export class Computed {
  @PrimaryColumn()
  id!: number;
  @Column()
  first!: string;
  @Column()
  last!: string;
  @Column({ asExpression: `"first" || ' ' || "last"`, generatedType: "STORED" })
  name!: string;
  @Column({ type: "int", asExpression: "length(first)", generatedType: "STORED", nullable: true })
  size!: number;
}

/** The sequences' names must be shortened, and both tables would give theirs the same. */
@Entity("a_table_whose_name_takes_all_the_room_that_postgresql_gives_x")
export class LongNameX {
  @PrimaryGeneratedColumn()
  identifier!: number;
}

@Entity("a_table_whose_name_takes_all_the_room_that_postgresql_gives_y")
export class LongNameY {
  @PrimaryGeneratedColumn()
  identifier!: number;
}
