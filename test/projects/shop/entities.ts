import {
  BaseEntity,
  BeforeInsert,
  Check,
  ChildEntity,
  Column,
  CreateDateColumn,
  DeleteDateColumn,
  Entity,
  EntitySchema,
  Generated,
  Index,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToMany,
  OneToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
  RelationId,
  TableInheritance,
  Tree,
  TreeChildren,
  TreeParent,
  Unique,
  UpdateDateColumn,
  VersionColumn,
  ViewColumn,
  ViewEntity,
  VirtualColumn,
} from "typeorm";

/** What shops, chats and content systems have in common: bases, translations, trees, channels, soft deletes, custom fields. */
abstract class Dated extends BaseEntity {
  @CreateDateColumn({ type: "timestamp with time zone", name: "created_at" })
  createdAt!: Date;
  @UpdateDateColumn({ type: "timestamp with time zone", name: "updated_at" })
  updatedAt!: Date;
}

abstract class Identified extends Dated {
  @PrimaryGeneratedColumn("uuid")
  id!: string;
  @Column({ type: "jsonb", default: {} })
  metadata!: Record<string, unknown>;
}

const money = {
  type: "numeric",
  precision: 12,
  scale: 2,
  default: 0,
  transformer: { to: (value: number) => value, from: Number },
} as const;

class Address {
  @Column({ nullable: true })
  street!: string;
  @Column({ name: "zip_code", length: 12, default: "" })
  zip!: string;
  @Column("char", { length: 2, default: "DE" })
  country!: string;
}

class CustomFields {
  @Column({ type: "simple-json", nullable: true })
  labels!: Record<string, string> | null;
  @Column("varchar", { array: true, default: [] })
  badges!: string[];
}

enum Language {
  English = "en",
  German = "de",
  Brazilian = "pt_BR",
}

@Entity("channel")
export class Channel extends Identified {
  @Column({ unique: true })
  code!: string;
  @Column({ type: "enum", enum: Language, enumName: "language", default: Language.English })
  language!: Language;
}

@Entity("product")
@Index(["deletedAt", "enabled"])
@Index("product_slug_alive", ["slug"], { unique: true, where: '"deleted_at" IS NULL' })
@Check("product_stock", "stock >= 0")
export class Product extends Identified {
  @Column("citext")
  slug!: string;
  @Column({ default: true })
  enabled!: boolean;
  @Column("int", { default: 0 })
  stock!: number;
  @DeleteDateColumn({ name: "deleted_at" })
  deletedAt!: Date | null;
  @Column(() => CustomFields)
  customFields!: CustomFields;
  @OneToMany(() => ProductTranslation, "base", { cascade: true, eager: true })
  translations!: Relation<ProductTranslation>[];
  @ManyToMany(() => Channel)
  @JoinTable()
  channels!: Channel[];
  @ManyToMany(() => Collection, "products")
  collections!: Relation<Collection>[];
  @VirtualColumn({
    query: (alias) => `SELECT count(*) FROM product_translation WHERE "baseId" = ${alias}.id`,
  })
  translated!: number;
}

@Entity("product_translation")
@Unique(["base", "language"])
export class ProductTranslation {
  @PrimaryGeneratedColumn()
  id!: number;
  @Column({ type: "enum", enum: Language, enumName: "language" })
  language!: Language;
  @Index()
  @Column("text")
  name!: string;
  @Index()
  @ManyToOne(() => Product, "translations", { onDelete: "CASCADE", nullable: false })
  base!: Relation<Product>;
}

@Entity("collection")
@Tree("materialized-path")
export class Collection extends Dated {
  @PrimaryGeneratedColumn({ type: "bigint" })
  id!: string;
  @Column({ default: 0 })
  position!: number;
  @TreeChildren()
  children!: Collection[];
  @TreeParent({ onDelete: "SET NULL" })
  parent!: Relation<Collection> | null;
  @ManyToMany(() => Product, "collections")
  @JoinTable({
    name: "collection_products",
    joinColumn: { name: "collection_id", foreignKeyConstraintName: "collection_products_collection" },
    inverseJoinColumn: { name: "product_id" },
  })
  products!: Product[];
}

@Entity("customer")
export class Customer extends Identified {
  @Column("citext", { unique: true })
  email!: string;
  @Column({ select: false, nullable: true })
  password!: string;
  @Column(() => Address, { prefix: "billing" })
  billing!: Address;
  @Column(() => Address, { prefix: false })
  home!: Address;
  @OneToOne(() => Cart, "customer")
  cart!: Promise<Relation<Cart>>;
  @ManyToMany(() => Customer)
  @JoinTable({ name: "customer_friends" })
  friends!: Customer[];
  @BeforeInsert()
  normalize(): void {}
}

@Entity("cart")
export class Cart extends Identified {
  @Column({ generated: "increment", unique: true })
  number!: number;
  @OneToOne(() => Customer, "cart", { onDelete: "CASCADE" })
  @JoinColumn({ name: "customer_id" })
  customer!: Promise<Relation<Customer>>;
  @RelationId((cart: Cart) => cart.customer)
  customerId!: string;
  @VersionColumn()
  version!: number;
}

@Entity("line")
@Index(["product", "cartId"])
export class Line {
  @PrimaryColumn("uuid", { name: "cart_id" })
  cartId!: string;
  @PrimaryColumn()
  position!: number;
  @ManyToOne(() => Cart, { onDelete: "CASCADE", onUpdate: "CASCADE" })
  @JoinColumn({ name: "cart_id" })
  cart!: Cart;
  @ManyToOne(() => Product, { onDelete: "RESTRICT", deferrable: "INITIALLY DEFERRED" })
  product!: Product;
  @Column(money)
  price!: number;
  @Column({ type: "smallint", default: () => "1" })
  quantity!: number;
}

@Entity("payment")
@TableInheritance({ column: { type: "varchar", name: "provider", length: 20 } })
export abstract class Payment extends Identified {
  @Column(money)
  amount!: number;
  @ManyToOne(() => Cart, { nullable: false })
  @JoinColumn([{ name: "cart_number", referencedColumnName: "number" }])
  cart!: Cart;
}

@ChildEntity("card")
export class CardPayment extends Payment {
  @Column({ length: 4, nullable: true })
  lastDigits!: string;
}

@ChildEntity("invoice")
export class InvoicePayment extends Payment {
  @Column({ type: "date", default: () => "CURRENT_DATE" })
  due!: string;
  @ManyToOne(() => Customer)
  payer!: Customer;
}

@Entity({ name: "message", schema: "chat", orderBy: { sentAt: "DESC" } })
@Index(["room", "sentAt"])
export class Message {
  @PrimaryGeneratedColumn("identity", { generatedIdentity: "ALWAYS" })
  id!: number;
  @Column({ type: "timestamptz", precision: 3, default: () => "clock_timestamp()" })
  sentAt!: Date;
  @ManyToOne(() => Room, "messages", { onDelete: "CASCADE" })
  room!: Relation<Room>;
  @ManyToOne(() => Customer, { createForeignKeyConstraints: false })
  author!: Customer;
  @ManyToOne(() => Message, { nullable: true })
  replyTo!: Message | null;
  @Column({
    type: "tsvector",
    generatedType: "STORED",
    asExpression: "to_tsvector('simple', coalesce(body, ''))",
  })
  words!: string;
  @Column("text", { nullable: true })
  body!: string;
}

@Entity({ name: "room", schema: "chat" })
export class Room {
  @PrimaryColumn("uuid")
  @Generated("uuid")
  id!: string;
  @OneToMany(() => Message, "room")
  messages!: Message[];
  @ManyToMany(() => Customer)
  @JoinTable({ name: "members", schema: "chat" })
  members!: Customer[];
  @Column("int", { array: true, default: () => "'{}'" })
  unread!: number[];
}

@ViewEntity({
  name: "sold",
  expression: (source) =>
    source
      .createQueryBuilder()
      .select("line.productId", "productId")
      .addSelect("SUM(line.price * line.quantity)", "total")
      .from(Line, "line")
      .groupBy("line.productId"),
})
export class Sold {
  @ViewColumn()
  productId!: string;
  @ViewColumn()
  total!: string;
}

interface Setting {
  readonly key: string;
  readonly value: unknown;
}

export const settings = new EntitySchema<Setting>({
  name: "Setting",
  tableName: "setting",
  columns: {
    key: { type: String, primary: true, length: 64 },
    value: { type: "jsonb", nullable: true, default: [] },
  },
  uniques: [{ name: "setting_value", columns: ["key", "value"] }],
});
