import {
  Column,
  Entity,
  JoinTable,
  ManyToMany,
  ManyToOne,
  PrimaryGeneratedColumn,
  ViewColumn,
  ViewEntity,
} from "typeorm";

@Entity({ schema: "sales" })
export class Customer {
  @PrimaryGeneratedColumn()
  id!: number;
  @Column({ type: "enum", enum: ["a", "b"] })
  kind!: string;
}

@Entity()
export class Ticket {
  @PrimaryGeneratedColumn()
  id!: number;
  @ManyToOne(() => Customer)
  customer!: Customer;
  @ManyToMany(() => Customer)
  @JoinTable({ schema: "links" })
  watchers!: Customer[];
  @Column({ type: "enum", enum: ["open", "closed"], default: "open" })
  state!: string;
}

@ViewEntity({ schema: "sales", expression: "SELECT id FROM sales.customer" })
export class CustomerId {
  @ViewColumn()
  id!: number;
}
