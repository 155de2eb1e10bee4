import { Column, Entity, Index, PrimaryGeneratedColumn } from "typeorm";

@Entity()
export class Search {
  @PrimaryGeneratedColumn()
  id!: number;
  @Column({ type: "jsonb" })
  @Index({ type: "gin" })
  json!: object;
  @Column()
  @Index({ type: "hash" })
  hash!: string;
  @Column()
  @Index({ type: "brin" })
  brin!: number;
  @Column({ type: "point" })
  @Index({ type: "gist" })
  gist!: string;
  @Column({ type: "text" })
  @Index({ type: "spgist" })
  spgist!: string;
  @Column()
  @Index({ type: "btree" })
  btree!: string;
}
