import type { ObjectKind } from "./objects";

/** What the tool leaves alone. Beside the kinds that entities know there are those that they cannot say at all. */
export type UnmanagedKind =
  | ObjectKind
  | "trigger"
  | "policy"
  | "rowSecurity"
  | "rule"
  | "grant"
  | "storage"
  | "statistics"
  | "partition"
  | "child"
  | "publication"
  | "replicaIdentity"
  | "function"
  | "procedure"
  | "aggregate"
  | "domain"
  | "compositeType"
  | "rangeType"
  | "collation"
  | "operator"
  | "foreignTable"
  | "foreignServer"
  | "eventTrigger"
  | "defaultPrivileges";

/** Something in the database that no migration of this tool touches. */
export interface Unmanaged {
  readonly kind: UnmanagedKind;
  /** Null for what is in no schema. */
  readonly schema: string | null;
  /** The table or view it is on; null for what stands by itself. */
  readonly table: string | null;
  readonly name: string;
  /** What tells more of it, as PostgreSQL writes it. */
  readonly detail: string | null;
}
