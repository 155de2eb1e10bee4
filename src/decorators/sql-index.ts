import type { Decorated } from "./sayings";
import { say } from "./sayings";
import type { StorageParameters } from "./storage-parameters";

/** SQL among things that are otherwise names: made by `sql`. */
export interface SqlExpression {
  /** As it is sent. */
  readonly expression: string;
}

/** Marks SQL as such: `@SqlIndex([sql`lower(email)`])`. */
export function sql(parts: TemplateStringsArray, ...values: readonly (string | number)[]): SqlExpression {
  return { expression: String.raw({ raw: parts }, ...values) };
}

/** How a key of an index sorts. */
export interface SqlIndexKeyOptions {
  /** `ASC` unless told otherwise. */
  readonly order?: "ASC" | "DESC";
  /** Last when ascending and first when descending, unless told otherwise. */
  readonly nulls?: "FIRST" | "LAST";
  /** As PostgreSQL calls it, `de-x-icu`; with its schema where that is not on the search path. */
  readonly collation?: string | { readonly schema: string; readonly name: string };
  /** `gin_trgm_ops`, `extensions.gin_trgm_ops`, `gist_trgm_ops(siglen=32)` */
  readonly operatorClass?: string;
}

/** A property of the entity, or SQL over columns of its table. */
export type SqlIndexKey =
  /** A property's name; SQL where it begins with a parenthesis. */
  string | (SqlIndexKeyOptions & ({ readonly property: string } | SqlExpression));

/** An access method of PostgreSQL or of an extension. */
export type SqlIndexMethod = "btree" | "hash" | "gist" | "spgist" | "gin" | "brin" | (string & {});

/** What an index is, beside its keys. */
export interface SqlIndexOptions {
  /** No two rows may have the same keys. */
  readonly unique?: boolean;
  /** SQL over columns of the table, as in TypeORM's `@Index`. */
  readonly where?: string;
  /** `btree` unless told otherwise. */
  readonly using?: SqlIndexMethod;
  /** Properties whose values the index carries along. */
  readonly include?: readonly string[];
  /** Storage parameters, `{ fillfactor: 70 }`. */
  readonly with?: StorageParameters;
  /** PostgreSQL 15 and later. */
  readonly nullsNotDistinct?: boolean;
  /** Build it without blocking writes. */
  readonly concurrent?: boolean;
}

export interface SqlIndexSaying {
  readonly kind: "index";
  readonly target: Decorated;
  /** The decorated property; null where a class is decorated. */
  readonly property: string | null;
  readonly name: string | null;
  readonly keys: readonly SqlIndexKey[];
  readonly options: SqlIndexOptions;
}

/** A decorator of a class or of a property. */
export type SqlIndexDecorator = (target: Decorated, property?: string | symbol) => void;
type PropertyOptions = SqlIndexOptions & SqlIndexKeyOptions;

/**
 * An index with all that PostgreSQL can do: `@SqlIndex([sql`lower(email)`], { unique: true })` on a class,
 * `@SqlIndex({ order: "DESC" })` on a property. Without a name it gets one from the naming strategy.
 */
export function SqlIndex(keys: readonly SqlIndexKey[], options?: SqlIndexOptions): SqlIndexDecorator;
export function SqlIndex(
  name: string,
  keys: readonly SqlIndexKey[],
  options?: SqlIndexOptions,
): SqlIndexDecorator;
export function SqlIndex(options?: PropertyOptions): SqlIndexDecorator;
export function SqlIndex(name: string, options?: PropertyOptions): SqlIndexDecorator;
export function SqlIndex(
  ...given: readonly (string | readonly SqlIndexKey[] | PropertyOptions | undefined)[]
) {
  const name = given.find((part) => typeof part === "string") ?? null;
  const keys = given.find((part) => Array.isArray(part)) as readonly SqlIndexKey[] | undefined;
  const options = (given.find((part) => typeof part === "object" && !Array.isArray(part)) ??
    {}) as PropertyOptions;
  return (target: Decorated, property?: string | symbol): void => {
    if (property === undefined)
      say({ kind: "index", target, property: null, name, keys: keys ?? [], options });
    else {
      const own = { ...options, property: String(property) };
      const about = { target: target.constructor, property: String(property) };
      say({ kind: "index", ...about, name, keys: keys ?? [own], options });
    }
  };
}
