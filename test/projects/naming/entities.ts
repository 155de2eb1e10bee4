import {
  Column,
  Entity,
  EntitySchema,
  Index,
  JoinTable,
  ManyToMany,
  ManyToOne,
  PrimaryGeneratedColumn,
  Unique,
} from "typeorm";

@Entity()
@Unique(["select"])
export class Order {
  @PrimaryGeneratedColumn()
  id!: number;
  @Column()
  select!: string;
  @Column()
  @Index()
  camelCase!: string;
  @Column({ type: "enum", enum: ["x"] })
  größe!: string;
}

@Entity("a_table_of_sixty_four_characters_which_is_one_more_than_allowed_")
export class TooLong {
  @PrimaryGeneratedColumn()
  id!: number;
  @Column({ name: "a_column_of_sixty_four_characters_which_is_one_more_than_allowed" })
  @Index("an_index_of_sixty_four_characters_which_is_one_more_than_allowed")
  tooLong!: string;
  @Column({
    type: "enum",
    enum: ["x"],
    enumName: "an_enum_of_sixty_four_characters_which_is_one_more_than_allowed_",
  })
  kind!: string;
  @ManyToOne(() => Order)
  order!: Order;
  @ManyToMany(() => Order)
  @JoinTable()
  manyOrdersWithAVeryLongPropertyNameToMakeTheJoinTableLong!: Order[];
}

@Entity("ein_name_mit_ümläuten_der_mitten_in_einem_zeichen_endet_____üüüü")
export class Umlaut {
  @PrimaryGeneratedColumn()
  id!: number;
}

export const Plain = new EntitySchema<{ id: number; name: string; parent: object }>({
  name: "Plain",
  columns: {
    id: { type: Number, primary: true, generated: true },
    name: { type: String, length: 10, unique: true, default: "x", comment: "plain" },
  },
  relations: { parent: { type: "many-to-one", target: "Plain", nullable: true, onDelete: "SET NULL" } },
  indices: [{ name: "ix_plain", columns: ["name", "id"], unique: true }],
  checks: [{ expression: "length(name) > 1" }],
  uniques: [{ columns: ["id", "name"] }],
});
