import {
  type HintPrefix,
  type Path,
  pathText,
  prefixOf,
  type RelationKind,
  type RenamingKind,
} from "../change";
import { childrenOf, listOf, makeId, quoteIdentifier, relationKinds, type Schema } from "../schema";

/** What a person can mean by a name: something with a name of its own in a schema. */
export type Thing =
  | { readonly kind: "namespace"; readonly name: string }
  | { readonly kind: RelationKind; readonly path: Path }
  | { readonly kind: "column"; readonly table: Path; readonly name: string }
  | { readonly kind: "enumValue"; readonly enum: Path; readonly name: string };

export function thingText(thing: Thing): string {
  switch (thing.kind) {
    case "namespace":
      return quoteIdentifier(thing.name);
    case "column":
      return `${pathText(thing.table)}.${quoteIdentifier(thing.name)}`;
    case "enumValue":
      return `${pathText(thing.enum)}.${quoteIdentifier(thing.name)}`;
    default:
      return pathText(thing.path);
  }
}

/** What tells a thing from every other. */
export const keyOf = (thing: Thing) => `${thing.kind} ${thingText(thing)}`;

export function exists(thing: Thing, schema: Schema): boolean {
  switch (thing.kind) {
    case "namespace":
      return schema.objects.has(makeId("namespace", thing.name));
    case "column":
      return schema.objects.has(makeId("column", thing.table.schema, thing.table.name, thing.name));
    case "enumValue": {
      const type = schema.objects.get(makeId("enum", thing.enum.schema, thing.enum.name));
      return type?.kind === "enum" && type.labels.includes(thing.name);
    }
    default:
      return schema.objects.has(makeId(thing.kind, thing.path.schema, thing.path.name));
  }
}

/** Everything that these names can mean in the schema, whether the last of them exists there or not. */
export function meaningsOf(
  parts: readonly string[],
  prefix: HintPrefix | null,
  schema: Schema,
  defaultSchema: string,
): Thing[] {
  return (Object.keys(meanings) as RenamingKind[])
    .filter((kind) => prefix === null || prefixOf(kind) === prefix)
    .flatMap((kind) => meanings[kind](parts, schema, defaultSchema));
}

type Meaning = (parts: readonly string[], schema: Schema, defaultSchema: string) => Thing[];

const meanings: { readonly [K in RenamingKind]: Meaning } = {
  namespace: (parts) => (parts.length === 1 && parts[0] ? [{ kind: "namespace", name: parts[0] }] : []),
  table: relation("table"),
  view: relation("view"),
  materializedView: relation("materializedView"),
  enum: relation("enum"),
  sequence: relation("sequence"),
  index: relation("index"),
  column: (parts, schema, defaultSchema) =>
    containers("table", parts, schema, defaultSchema).map(({ path, name }) => ({
      kind: "column",
      table: path,
      name,
    })),
  enumValue: (parts, schema, defaultSchema) =>
    containers("enum", parts, schema, defaultSchema).map(({ path, name }) => ({
      kind: "enumValue",
      enum: path,
      name,
    })),
};

function relation(kind: RelationKind): Meaning {
  return (parts, _schema, defaultSchema) => {
    const path = pathOfParts(parts, defaultSchema);
    return path === null ? [] : [{ kind, path }];
  };
}

/** A table or enum that exists and the name of something in it. */
function containers(
  kind: "table" | "enum",
  parts: readonly string[],
  schema: Schema,
  defaultSchema: string,
): { path: Path; name: string }[] {
  const name = parts.at(-1);
  const path = pathOfParts(parts.slice(0, -1), defaultSchema);
  if (name === undefined || path === null) return [];
  return schema.objects.has(makeId(kind, path.schema, path.name)) ? [{ path, name }] : [];
}

export function pathOfParts(parts: readonly string[], defaultSchema: string): Path | null {
  const [first, second] = parts;
  if (first === undefined || parts.length > 2) return null;
  return second === undefined ? { schema: defaultSchema, name: first } : { schema: first, name: second };
}

/** Everything that can be named, for suggestions. */
export function allThings(schema: Schema): Thing[] {
  return [
    ...([...relationKinds, "enum"] as const).flatMap((kind) =>
      listOf(schema, kind).map(
        ({ schema: namespace, name }): Thing => ({ kind, path: { schema: namespace, name } }),
      ),
    ),
    ...listOf(schema, "table").flatMap((table) =>
      childrenOf(schema, table)
        .filter(({ kind }) => kind === "column")
        .map(
          ({ name }): Thing => ({ kind: "column", table: { schema: table.schema, name: table.name }, name }),
        ),
    ),
    ...listOf(schema, "enum").flatMap((type) =>
      type.labels.map(
        (name): Thing => ({ kind: "enumValue", enum: { schema: type.schema, name: type.name }, name }),
      ),
    ),
  ];
}
