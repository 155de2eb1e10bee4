import { SchemaError } from "../errors";
import type { ObjectKind } from "../schema";

/** Which objects a pattern means. */
export interface Filter {
  /** As it was given: `index:public.tmp_*`. */
  readonly text: string;
  /** Null for every kind but schemas and extensions, which must be named as such. */
  readonly kind: ObjectKind | null;
  readonly pattern: string;
}

export interface Filters {
  /** Empty for everything. */
  readonly include: readonly Filter[];
  readonly exclude: readonly Filter[];
}

/** How each kind is written before the colon. */
const kindWords: { readonly [K in ObjectKind]: string } = {
  namespace: "schema",
  extension: "extension",
  enum: "enum",
  sequence: "sequence",
  table: "table",
  column: "column",
  primaryKey: "primary-key",
  unique: "unique",
  check: "check",
  exclusion: "exclusion",
  foreignKey: "foreign-key",
  index: "index",
  view: "view",
  materializedView: "materialized-view",
};

const kinds = new Map(Object.entries(kindWords).map(([kind, word]) => [word, kind as ObjectKind]));

/** Reads `kind:pattern`, or a pattern alone. */
export function parseFilter(text: string): Filter {
  const [, word, pattern = ""] = /^(?:([^:]*):)?(.*)$/s.exec(text.trim()) ?? [];
  const kind = word === undefined ? null : kinds.get(word.trim().toLowerCase());
  if (kind !== undefined && pattern.trim() !== "") return { text, kind, pattern: pattern.trim() };
  throw new SchemaError({
    code: "FILTER_INVALID",
    message:
      kind === undefined
        ? `The filter ${text} begins with "${word}", which is no kind of object.`
        : `The filter "${text}" has no pattern.`,
    hint: `Write a pattern like audit.*, or table:audit.*; the kinds are ${[...kinds.keys()].join(", ")}.`,
  });
}
