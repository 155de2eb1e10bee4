import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";

@Entity()
export class Extended {
  @PrimaryGeneratedColumn("uuid")
  id!: string;
  @Column({ type: "citext", unique: true })
  email!: string;
  @Column({ type: "hstore", hstoreType: "object" })
  attributes!: object;
  @Column({ type: "ltree", nullable: true })
  path!: string;
  @Column({ type: "cube" })
  position!: number[];
  @Column({ type: "citext", array: true, default: [] })
  tags!: string[];
}
