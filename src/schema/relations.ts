import { type Id, makeId } from "./identity";
import type { MaterializedView, ObjectKind, SchemaObject, View } from "./objects";

/** What a query can read. A schema has one of them under a name: who knows the name alone looks for all three. */
export const relationKinds = ["table", "view", "materializedView"] as const satisfies readonly ObjectKind[];

export const relationIds = (schema: string, name: string): Id[] =>
  relationKinds.map((kind) => makeId(kind, schema, name));

/** Kinds that objects of other kinds live on, an index on either. */
export const homeKinds = ["table", "materializedView"] as const satisfies readonly ObjectKind[];

interface OnTable {
  readonly schema: string;
  readonly table: string;
}

export const homeIds = ({ schema, table }: OnTable): Id[] =>
  homeKinds.map((kind) => makeId(kind, schema, table));

export const tableIdOf = ({ schema, table }: OnTable): Id => makeId("table", schema, table);

export type AnyView = View | MaterializedView;

export const isView = (object: SchemaObject): object is AnyView =>
  object.kind === "view" || object.kind === "materializedView";
