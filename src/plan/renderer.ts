import type { Alter, Aspect, Rename, Statement, Values } from "../change";
import { type ObjectKind, type ObjectOf, quoteLiteral, type Schema } from "../schema";

/** A statement as a renderer makes it: what is known before anybody says which changes it makes. */
export interface Sql extends Omit<Statement, "sql" | "changes"> {
  readonly text: string;
  /** It makes ready for the change, or follows it up: what stands there stays as it is. */
  readonly beside?: true | undefined;
}

export const sql = (text: string): Sql => ({ text, transactional: true, afterCommit: false });
/** For what PostgreSQL refuses inside a transaction block. */
export const alone = (text: string): Sql => ({ text, transactional: false, afterCommit: false });
/** For what should begin only when the locks of what came before are gone. */
export const later = (text: string): Sql => ({ text, transactional: true, afterCommit: true });

/** The schema before the plan and after it. */
export interface World {
  readonly before: Schema;
  readonly after: Schema;
  /** Qualified names of the enums whose labels change so that the type is made anew. */
  readonly rebuiltEnums: ReadonlySet<string>;
  /** What a person has said about values on their way. */
  readonly values: Values;
}

/** How one kind of object is written as SQL. */
export interface Renderer<K extends ObjectKind> {
  create(object: ObjectOf<K>, world: World): Sql[];
  drop(object: ObjectOf<K>, world: World): Sql[];
  rename(change: Extract<Rename, { kind: K }>): Sql[];
  /** Only for changes that `inPlace` admits; anything else reaches the renderer as a drop and a create. */
  alter(change: Extract<Alter, { kind: K }>, world: World): Sql[];
  /** For each property whether PostgreSQL lets it be altered. */
  readonly inPlace: { readonly [A in Aspect<K>]: InPlace<K> };
}

/** A function where that depends on what it becomes, or on the server's version, which is null where it may be any. */
export type InPlace<K extends ObjectKind> =
  | boolean
  | ((change: Extract<Alter, { kind: K }>, version: number | null) => boolean);

export function commentSql(target: string, comment: string | null): Sql {
  return sql(`COMMENT ON ${target} IS ${comment === null ? "NULL" : quoteLiteral(comment)}`);
}

/** The comment of a new object: nothing when it has none. */
export function newComment(target: string, comment: string | null): Sql[] {
  return comment === null ? [] : [commentSql(target, comment)];
}

export function neverRenamed(kind: ObjectKind): never {
  throw new Error(`a ${kind} is never renamed by the planner`);
}
