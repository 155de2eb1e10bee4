import type { Id } from "../schema";
import { makeId, qualify, quoteIdentifier } from "../schema";

export interface Path {
  readonly schema: string;
  readonly name: string;
}

/**
 * A confirmed rename. A column's table (a view, for a column of one) and a label's enum are given as they are called
 * afterwards.
 */
export type Renaming =
  | { readonly kind: "namespace"; readonly from: string; readonly to: string }
  | { readonly kind: RelationKind; readonly from: Path; readonly to: Path }
  | { readonly kind: "column"; readonly table: Path; readonly from: string; readonly to: string }
  | { readonly kind: "enumValue"; readonly enum: Path; readonly from: string; readonly to: string };

/** What is renamed, and moved between schemas, as a whole. */
export type RelationKind = "table" | "enum" | "view" | "materializedView" | "sequence" | "index";

export type RenamingKind = Renaming["kind"];

/** What leads back. */
export function invert(renaming: Renaming): Renaming {
  switch (renaming.kind) {
    case "namespace":
      return { ...renaming, from: renaming.to, to: renaming.from };
    case "column":
    case "enumValue":
      return { ...renaming, from: renaming.to, to: renaming.from };
    default:
      return { ...renaming, from: renaming.to, to: renaming.from };
  }
}

/** The object after the rename; a label has no identity of its own. */
export function renamedId(renaming: Renaming): Id {
  switch (renaming.kind) {
    case "namespace":
      return makeId("namespace", renaming.to);
    case "column":
      return makeId("column", renaming.table.schema, renaming.table.name, renaming.to);
    case "enumValue":
      return makeId("enum", renaming.enum.schema, renaming.enum.name);
    default:
      return makeId(renaming.kind, renaming.to.schema, renaming.to.name);
  }
}

const prefixes = {
  namespace: "schema",
  table: "table",
  enum: "enum",
  view: "view",
  materializedView: "view",
  sequence: "sequence",
  index: "index",
  column: "column",
  enumValue: "enum-value",
} as const satisfies Record<RenamingKind, string>;

export type HintPrefix = (typeof prefixes)[RenamingKind];
export const prefixOf = (kind: RenamingKind): HintPrefix => prefixes[kind];

/** The value of `--rename` that says this, unambiguous whatever else there is. */
export function renamingText(renaming: Renaming): string {
  const prefix = prefixOf(renaming.kind);
  switch (renaming.kind) {
    case "namespace":
      return `${prefix}:${quoteIdentifier(renaming.from)}=${quoteIdentifier(renaming.to)}`;
    case "column":
      return `${prefix}:${pathText(renaming.table)}.${quoteIdentifier(renaming.from)}=${quoteIdentifier(renaming.to)}`;
    case "enumValue":
      return `${prefix}:${pathText(renaming.enum)}.${quoteIdentifier(renaming.from)}=${quoteIdentifier(renaming.to)}`;
    default:
      return `${prefix}:${pathText(renaming.from)}=${pathText(renaming.to)}`;
  }
}

export const pathText = ({ schema, name }: Path) => qualify(schema, name);
export const samePath = (a: Path, b: Path) => a.schema === b.schema && a.name === b.name;
