import { Check, Column, Entity, Exclusion, Index, ManyToOne, PrimaryColumn, Unique } from "typeorm";

@Entity()
@Index(["a", "b"])
@Index("ix_named", ["b", "a"], { unique: true })
@Index("ix_partial", ["c"], { where: '"c" > 0' })
@Index("ix_function", (indexed: Indexed) => [indexed.c, indexed.a])
@Index("ix_left_alone", { synchronize: false })
export class Indexed {
  @PrimaryColumn({ primaryKeyConstraintName: "pk_indexed" })
  id!: number;
  @PrimaryColumn({ primaryKeyConstraintName: "pk_indexed" })
  part!: number;
  @Column()
  @Index()
  a!: string;
  @Column()
  @Index("ix_b_unique", { unique: true, where: "b <> 'x'" })
  b!: string;
  @Column({ nullable: true })
  c!: number;
  @Column({ type: "point" })
  @Index({ spatial: true })
  spot!: string;
  @ManyToOne(() => Indexed)
  @Index()
  parent!: Indexed[];
}

@Entity()
@Unique(["a", "b"])
@Unique("uq_named", ["b", "c"])
@Unique("uq_deferred", ["c"], { deferrable: "INITIALLY DEFERRED" })
@Unique("uq_immediate", ["c"], { deferrable: "INITIALLY IMMEDIATE" })
@Unique("uq_same_as_key", ["id"])
@Unique("uq_first", ["d"])
@Unique("uq_second", ["d"])
export class Distinct {
  @PrimaryColumn()
  id!: number;
  @Column()
  a!: string;
  @Column({ unique: true })
  b!: string;
  @Column()
  c!: string;
  @Column()
  d!: string;
}

@Entity()
@Check('"low" < "high"')
@Check("ck_named", "(low > 0) AND (high > 0)")
@Check("ck_wrapped", "((low <> 5))")
@Exclusion('USING gist (int4range("low", "high") WITH &&)')
@Exclusion("ex_named", 'USING gist (id WITH =, int4range("low", "high") WITH &&) WHERE (low > 3)', {
  deferrable: "INITIALLY DEFERRED",
})
export class Checked {
  @PrimaryColumn()
  id!: number;
  @Column()
  low!: number;
  @Column()
  high!: number;
  @Column()
  @Check("length(word) > 2")
  word!: string;
}
