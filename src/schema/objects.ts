/**
 * Every kind of object the tool knows, as plain data. An object stands alone: it names the objects it belongs to
 * and never points at them. Names are PostgreSQL's own, unquoted.
 */

/** A column's type. `schema` is null for the types of `pg_catalog`. */
export interface DataType {
  readonly schema: string | null;
  /** As `format_type` spells it without modifiers: `character varying`, `timestamp with time zone`, `order_status`. */
  readonly name: string;
  /** What stands in the parentheses: `50`, `10,2`, `Point,4326`. */
  readonly modifiers: string | null;
  readonly array: boolean;
  /** The extension that owns the type. Its schema is then wherever that extension is installed, null when unknown. */
  readonly extension: string | null;
}

export interface Namespace {
  readonly kind: "namespace";
  readonly name: string;
  readonly comment: string | null;
}

export interface Extension {
  readonly kind: "extension";
  readonly name: string;
  /** Null in entities, which do not say where an extension is installed. */
  readonly schema: string | null;
}

export interface Enum {
  readonly kind: "enum";
  readonly schema: string;
  readonly name: string;
  readonly labels: readonly string[];
  readonly comment: string | null;
}

export interface Sequence {
  readonly kind: "sequence";
  readonly schema: string;
  readonly name: string;
  readonly type: "smallint" | "integer" | "bigint";
  /** Bounds are decimal strings: a bigint does not fit a number. */
  readonly start: string;
  readonly increment: string;
  readonly minimum: string;
  readonly maximum: string;
  readonly cache: string;
  readonly cycle: boolean;
  readonly ownedBy: {
    readonly schema: string;
    readonly table: string;
    readonly column: string;
  } | null;
  readonly comment: string | null;
}

export interface Table {
  readonly kind: "table";
  readonly schema: string;
  readonly name: string;
  readonly unlogged: boolean;
  /** `pg_get_partkeydef` of a partitioned table. */
  readonly partitionKey: string | null;
  /** Those of its partitions that something stands on by themselves, the outermost first. */
  readonly parts: readonly Part[];
  /** Whether other tables inherit from it; those are not its partitions. */
  readonly inherited: boolean;
  /** `fillfactor=70` and the like, sorted. */
  readonly storage: readonly string[];
  readonly comment: string | null;
}

/** A partition. Entities cannot say it, but a view may read it, or a policy guard it. */
export interface Part {
  readonly schema: string;
  readonly name: string;
  /** The table, or another partition. */
  readonly of: { readonly schema: string; readonly name: string };
  /** `FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')` */
  readonly bounds: string;
  /** By what it is partitioned in its turn. */
  readonly partitionKey: string | null;
}

export interface Column {
  readonly kind: "column";
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly type: DataType;
  readonly notNull: boolean;
  /** An SQL expression. Null for identity and generated columns, which have none. */
  readonly default: string | null;
  /** Null where it is the type's own. */
  readonly collation: QualifiedName | null;
  readonly identity: "always" | "by default" | null;
  readonly generated: {
    readonly expression: string;
    readonly stored: boolean;
  } | null;
  readonly comment: string | null;
}

export interface QualifiedName {
  /** Null for `pg_catalog`. */
  readonly schema: string | null;
  readonly name: string;
}

/** `NOT DEFERRABLE` is null. */
export type Deferrable = "initially immediate" | "initially deferred" | null;

interface Constraint {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly comment: string | null;
}

export interface PrimaryKey extends Constraint {
  readonly kind: "primaryKey";
  readonly columns: readonly string[];
  readonly include: readonly string[];
  readonly deferrable: Deferrable;
}

export interface Unique extends Constraint {
  readonly kind: "unique";
  readonly columns: readonly string[];
  readonly include: readonly string[];
  readonly nullsNotDistinct: boolean;
  readonly deferrable: Deferrable;
}

export interface Check extends Constraint {
  readonly kind: "check";
  /** Without the word CHECK and without the outermost parentheses. */
  readonly expression: string;
  readonly noInherit: boolean;
  readonly validated: boolean;
}

export interface Exclusion extends Constraint {
  readonly kind: "exclusion";
  /** What follows the word EXCLUDE: `USING gist (room WITH =, during WITH &&) WHERE (…)`. */
  readonly definition: string;
  readonly deferrable: Deferrable;
}

export type ReferentialAction = "NO ACTION" | "RESTRICT" | "CASCADE" | "SET NULL" | "SET DEFAULT";

export interface ForeignKey extends Constraint {
  readonly kind: "foreignKey";
  readonly columns: readonly string[];
  readonly references: {
    readonly schema: string;
    readonly table: string;
    readonly columns: readonly string[];
  };
  readonly onDelete: ReferentialAction;
  /** `ON DELETE SET NULL (a)` of PostgreSQL 15: the columns that are set, empty for all. */
  readonly onDeleteColumns: readonly string[];
  readonly onUpdate: ReferentialAction;
  readonly match: "SIMPLE" | "FULL";
  readonly deferrable: Deferrable;
  readonly validated: boolean;
}

export interface IndexKey {
  /** A column's name, or an expression. */
  readonly column: string | null;
  readonly expression: string | null;
  /** Null where it is the type's own. */
  readonly collation: QualifiedName | null;
  /** Null where it is the type's default for the method. */
  readonly operatorClass: QualifiedName | null;
  readonly operatorClassParameters: string | null;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

export interface Index {
  readonly kind: "index";
  readonly schema: string;
  /** A table or a materialized view. */
  readonly table: string;
  readonly name: string;
  readonly method: string;
  readonly unique: boolean;
  readonly nullsNotDistinct: boolean;
  readonly keys: readonly IndexKey[];
  readonly include: readonly string[];
  readonly where: string | null;
  /** `fillfactor=70` and the like, sorted. */
  readonly storage: readonly string[];
  /** False after a concurrent build that failed. */
  readonly valid: boolean;
  /** How the entity wants it built; not a property of the built index, so never compared. */
  readonly concurrently: boolean;
  readonly comment: string | null;
}

interface ViewLike {
  readonly schema: string;
  readonly name: string;
  /** The query, without a closing semicolon. */
  readonly query: string;
  /** `security_barrier=true` and the like, sorted. */
  readonly options: readonly string[];
  readonly comment: string | null;
  /** Tables, views and materialized views the query reads. */
  readonly reads: readonly Read[];
  /** What it gives, in order; null where only PostgreSQL could tell. */
  readonly columns: readonly ViewColumn[] | null;
  /** What others than its owner may do with it, sorted. */
  readonly grants: readonly Grant[];
  /** Whose it is, where that is not the role that reads the database; null in entities. */
  readonly owner: string | null;
  /** What people have said of its columns, beside the query. */
  readonly notes: readonly ColumnNote[];
}

export interface Read {
  readonly schema: string;
  readonly name: string;
  /** The columns it reads there; null where only PostgreSQL could tell. */
  readonly columns: readonly string[] | null;
  /** Whether it counts on the primary key there, as GROUP BY may; null likewise. */
  readonly key: boolean | null;
}

export interface ViewColumn {
  readonly name: string;
  /** As `format_type` spells it, with its collation where it is not the type's own. */
  readonly type: string;
}

export interface ColumnNote {
  readonly column: string;
  readonly comment: string | null;
  /** What a row that is inserted through the view gets. */
  readonly default: string | null;
}

export interface Grant {
  /** A role's name; null for everybody. */
  readonly role: string | null;
  readonly privilege: string;
  /** The one column that it is for; null for all. */
  readonly column: string | null;
  readonly grantable: boolean;
}

export interface View extends ViewLike {
  readonly kind: "view";
}

export interface MaterializedView extends ViewLike {
  readonly kind: "materializedView";
  /** False after `WITH NO DATA`. */
  readonly populated: boolean;
}

export type SchemaObject =
  | Namespace
  | Extension
  | Enum
  | Sequence
  | Table
  | Column
  | PrimaryKey
  | Unique
  | Check
  | Exclusion
  | ForeignKey
  | Index
  | View
  | MaterializedView;

export type ObjectKind = SchemaObject["kind"];
export type ObjectOf<K extends ObjectKind> = Extract<SchemaObject, { kind: K }>;

/** The objects that live on a table and go with it. */
export type TableChild = Extract<SchemaObject, { table: string }>;
