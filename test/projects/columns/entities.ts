import {
  Column,
  CreateDateColumn,
  DeleteDateColumn,
  Entity,
  PrimaryColumn,
  UpdateDateColumn,
  VersionColumn,
  VirtualColumn,
} from "typeorm";

@Entity({ comment: "every built-in type" })
export class Types {
  @PrimaryColumn()
  id!: number;

  @Column({ type: "int2" })
  int2!: number;
  @Column({ type: "smallint" })
  smallint!: number;
  @Column({ type: "int4" })
  int4!: number;
  @Column({ type: "int8" })
  int8!: string;
  @Column({ type: "bigint" })
  bigint!: string;
  @Column({ type: "decimal" })
  decimal!: string;
  @Column({ type: "numeric", precision: 10 })
  numericWithPrecision!: string;
  @Column({ type: "numeric", precision: 10, scale: 2 })
  numericWithScale!: string;
  @Column({ type: "numeric", scale: 2 })
  numericWithScaleAlone!: string;
  @Column({ type: "real" })
  real!: number;
  @Column({ type: "float" })
  float!: number;
  @Column({ type: "float4" })
  float4!: number;
  @Column({ type: "float8" })
  float8!: number;
  @Column({ type: "double precision" })
  double!: number;
  @Column({ type: "money" })
  money!: string;

  @Column()
  string!: string;
  @Column({ length: 20 })
  varchar20!: string;
  @Column({ type: "character varying", length: "30" })
  varchar30!: string;
  @Column({ type: "char" })
  char!: string;
  @Column({ type: "character", length: 3 })
  char3!: string;
  @Column({ type: "text" })
  text!: string;
  @Column({ type: "bytea" })
  bytea!: Buffer;
  @Column({ type: "bit" })
  bit!: string;
  @Column({ type: "bit", length: 4 })
  bit4!: string;
  @Column({ type: "varbit" })
  varbit!: string;
  @Column({ type: "bit varying", length: 5 })
  varbit5!: string;

  @Column()
  date!: Date;
  @Column({ type: "date" })
  day!: string;
  @Column({ type: "time" })
  time!: string;
  @Column({ type: "time without time zone", precision: 3 })
  time3!: string;
  @Column({ type: "timetz" })
  timetz!: string;
  @Column({ type: "time with time zone", precision: 0 })
  timetz0!: string;
  @Column({ type: "timestamp" })
  timestamp!: Date;
  @Column({ type: "timestamp", precision: 6 })
  timestamp6!: Date;
  @Column({ type: "timestamp", precision: null })
  timestampNull!: Date;
  @Column({ type: "timestamptz", precision: 3 })
  timestamptz3!: Date;
  @Column({ type: "timestamp with time zone" })
  timestampWithTimeZone!: Date;
  @Column({ type: "interval" })
  interval!: string;
  @Column({ type: "interval", precision: 2 })
  interval2!: string;

  @Column()
  boolean!: boolean;
  @Column({ type: "bool" })
  bool!: boolean;
  @Column({ type: "point" })
  point!: string;
  @Column({ type: "line" })
  line!: string;
  @Column({ type: "lseg" })
  lseg!: string;
  @Column({ type: "box" })
  box!: string;
  @Column({ type: "path" })
  path!: string;
  @Column({ type: "polygon" })
  polygon!: string;
  @Column({ type: "circle" })
  circle!: string;
  @Column({ type: "cidr" })
  cidr!: string;
  @Column({ type: "inet" })
  inet!: string;
  @Column({ type: "macaddr" })
  macaddr!: string;
  @Column({ type: "macaddr8" })
  macaddr8!: string;
  @Column({ type: "tsvector" })
  tsvector!: string;
  @Column({ type: "tsquery" })
  tsquery!: string;
  @Column({ type: "uuid" })
  uuid!: string;
  @Column({ type: "xml" })
  xml!: string;
  @Column({ type: "json" })
  json!: object;
  @Column({ type: "jsonb" })
  jsonb!: object;
  @Column({ type: "jsonpath" })
  jsonpath!: string;
  @Column({ type: "int4range" })
  int4range!: string;
  @Column({ type: "int8range" })
  int8range!: string;
  @Column({ type: "numrange" })
  numrange!: string;
  @Column({ type: "tsrange" })
  tsrange!: string;
  @Column({ type: "tstzrange" })
  tstzrange!: string;
  @Column({ type: "daterange" })
  daterange!: string;
  @Column({ type: "simple-array" })
  simpleArray!: string[];
  @Column({ type: "simple-json" })
  simpleJson!: object;
  @Column("varchar", { array: true, length: 10 })
  varchars!: string[];
  @Column("timestamptz", { array: true, precision: 1 })
  timestamps!: Date[];
  @Column("numeric", { array: true, precision: 6, scale: 1 })
  numerics!: string[];
}

@Entity()
export class Defaults {
  @PrimaryColumn({ type: "varchar", default: "none" })
  id!: string;

  @Column({ default: "by hand: it''s" })
  doubledQuote!: string;
  @Column({ default: "a \\ backslash" })
  backslash!: string;
  @Column({ default: "" })
  empty!: string;
  @Column({ default: 5 })
  five!: number;
  @Column({ default: -5 })
  minusFive!: number;
  @Column({ type: "numeric", precision: 3, scale: 2, default: 0.5 })
  half!: string;
  @Column({ type: "float", default: 2 })
  two!: number;
  @Column({ type: "smallint", default: 3 })
  three!: number;
  @Column({ type: "bigint", default: -4 })
  minusFour!: string;
  @Column({ type: "numeric", default: 6 })
  six!: string;
  @Column({ type: "varchar", default: 7 })
  seven!: string;
  @Column({ default: false })
  no!: boolean;
  @Column({ type: "bool", default: "true" })
  yes!: boolean;
  @Column({ type: "date", default: "2020-01-01" })
  day!: string;
  @Column({ type: "interval", default: "24 hours" })
  hours!: string;
  @Column({ type: "text", default: "a::b" })
  colons!: string;
  @Column({ type: "jsonb", default: {} })
  object!: object;
  @Column({ type: "jsonb", default: { name: "x", list: [1, 2] } })
  json!: object;
  @Column({ type: "jsonb", default: [] })
  list!: unknown[];
  @Column({ type: "jsonb", default: () => "'{}'::jsonb" })
  jsonFunction!: object;
  @Column("text", { array: true, default: [] })
  none!: string[];
  @Column("text", { array: true, default: ["a b", "c"] })
  words!: string[];
  @Column("int", { array: true, default: [1, 2] })
  numbers!: number[];
  @Column("text", { array: true, default: () => "ARRAY[]::text[]" })
  arrayFunction!: string[];
  @Column({ type: "timestamptz", default: () => "CURRENT_TIMESTAMP" })
  now!: Date;
  @Column({ type: "timestamptz", precision: 3, default: () => "CURRENT_TIMESTAMP(3)" })
  now3!: Date;
  @Column({ type: "date", default: () => "CURRENT_DATE" })
  today!: string;
  @Column({ type: "timestamp", default: () => "LOCALTIMESTAMP" })
  localNow!: Date;
  @Column({ type: "timestamptz", default: () => "NOW()" })
  upper!: Date;
  @Column({ type: "timestamptz", default: () => "now() + interval '1 day'" })
  tomorrow!: Date;
  @Column({ type: "timestamp", default: () => "(now() at time zone 'utc')" })
  utc!: Date;
  @Column({ type: "bigint", default: () => "(extract(epoch from now()) * 1000)::bigint" })
  epoch!: string;
  @Column({ type: "varchar", default: () => "CURRENT_USER" })
  user!: string;
  @Column({ type: "uuid", default: () => "gen_random_uuid()" })
  random!: string;
  @Column({ type: "varchar", default: null })
  nullable!: string | null;
  @Column({ type: "varchar", nullable: true, default: () => "NULL" })
  nullFunction!: string | null;
}

@Entity({ name: "options" })
export class Options {
  @PrimaryColumn({ type: "uuid", comment: "the key" })
  id!: string;
  @Column({ name: "renamed", nullable: true, comment: "it's a comment" })
  original!: string;
  @Column({ collation: "C" })
  collated!: string;
  @Column({ collation: "C", length: 12 })
  collatedWithLength!: string;
  @Column({ select: false, insert: false, update: false })
  hidden!: string;
  @Column({ unique: true })
  unique!: string;
  @CreateDateColumn()
  createdAt!: Date;
  @CreateDateColumn({ type: "timestamptz", precision: 3 })
  createdWithZone!: Date;
  @UpdateDateColumn({ name: "updated_at", type: "timestamptz" })
  updatedAt!: Date;
  @DeleteDateColumn()
  deletedAt!: Date | null;
  @VersionColumn()
  version!: number;
  @VirtualColumn({ query: (alias) => `SELECT 1 FROM ${alias}` })
  virtual!: number;
}

@Entity({ synchronize: false })
export class NotOurs {
  @PrimaryColumn()
  id!: number;
}
