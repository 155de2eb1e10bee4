import {
  ChildEntity,
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  TableInheritance,
  Unique,
} from "typeorm";

export abstract class Base {
  @PrimaryGeneratedColumn()
  id!: number;
  @CreateDateColumn()
  createdAt!: Date;
  @Column({ default: "base" })
  origin!: string;
}

export class Money {
  @Column({ type: "numeric", precision: 12, scale: 2 })
  amount!: string;
  @Column({ length: 3, default: "EUR" })
  @Index()
  currency!: string;
}

@Entity()
export class Country extends Base {
  @Column()
  name!: string;
}

export class Address {
  @Column({ nullable: true })
  street!: string;
  @ManyToOne(() => Country)
  @JoinColumn()
  country!: Country;
  @Column(() => Money)
  rent!: Money;
}

@Entity()
export class Invoice extends Base {
  @Column(() => Money)
  total!: Money;
  @Column(() => Money, { prefix: false })
  bare!: Money;
  @Column(() => Money, { prefix: "net_" })
  net!: Money;
  @Column(() => Address)
  billing!: Address;
  @Column(() => Address, { prefix: "ship" })
  shipping!: Address;
  @Column({ default: "invoice" })
  override origin = "invoice";
}

@Entity()
@TableInheritance({ column: { type: "varchar", name: "kind" } })
@Unique("uq_animal_name", ["name"])
export class Animal extends Base {
  @Column()
  name!: string;
}

@ChildEntity()
export class Dog extends Animal {
  @Column()
  @Index()
  breed!: string;
  @ManyToOne(() => Country)
  country!: Country;
}

@ChildEntity("feline")
export class Cat extends Animal {
  @Column({ default: 9 })
  lives!: number;
  @Column(() => Money)
  price!: Money;
}

@Entity()
@TableInheritance({ column: "type" })
@Index(["type"])
export class Shape {
  @PrimaryGeneratedColumn()
  id!: number;
  @Column({ type: "enum", enum: ["circle", "square"] })
  type!: string;
}

@ChildEntity("circle")
export class Circle extends Shape {
  @Column({ type: "float" })
  radius!: number;
}
