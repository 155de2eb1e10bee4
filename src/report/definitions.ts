import { diff } from "../diff";
import { plan } from "../plan";
import {
  emptySchema,
  idOf,
  isTableChild,
  makeId,
  type ObjectKind,
  pathOf,
  qualify,
  type Schema,
  type SchemaObject,
  schemaOf,
  type TableChild,
} from "../schema";
import { kindName } from "./wording";

/** A table, or anything else that stands by itself, with all that belongs to it. */
export interface Definition {
  /** `table public.projects` */
  readonly title: string;
  /** The statements that make it, each ended by a semicolon and a line end. */
  readonly sql: string;
}

/** A schema as DDL for people to read, grouped by what belongs together, in the order of kinds and names. */
export function definitionsOf(schema: Schema): readonly Definition[] {
  const statements = plan(diff(emptySchema, schema), emptySchema, schema).statements;
  const homes = new Map<string, { readonly home: Home; readonly statements: string[] }>();
  for (const { sql, changes } of statements) {
    const made = changes[0]?.to;
    if (!made) continue;
    const home = homeOf(made, schema);
    const entry = homes.get(home.title) ?? { home, statements: [] };
    homes.set(home.title, entry);
    entry.statements.push(`${sql};\n`);
  }
  return [...homes.values()]
    .sort((a, b) => a.home.rank - b.home.rank || compare(a.home.title, b.home.title))
    .map(({ home, statements }) => ({ title: home.title, sql: statements.join("\n") }));
}

/** The same schema with its columns in the order in which `model` lists those that it has. */
export function inOrderOf(model: Schema, schema: Schema): Schema {
  const places = new Map([...model.objects.keys()].map((id, place) => [id, place]));
  const place = (object: SchemaObject) => places.get(idOf(object)) ?? places.size;
  return schemaOf([...schema.objects.values()].sort((a, b) => place(a) - place(b)));
}

interface Home {
  readonly title: string;
  readonly rank: number;
}

/** What stands by itself, in the order in which it is listed. */
const ranks: { readonly [K in Exclude<ObjectKind, TableChild["kind"]>]: number } = {
  namespace: 0,
  extension: 1,
  enum: 2,
  sequence: 3,
  table: 4,
  view: 5,
  materializedView: 6,
};

function homeOf(object: SchemaObject, schema: Schema): Home {
  if (isTableChild(object)) return homeOn(object, schema);
  if (object.kind === "sequence" && object.ownedBy !== null) return homeOn(object.ownedBy, schema);
  return { title: `${kindName(object.kind)} ${pathOf(object)}`, rank: ranks[object.kind] };
}

function homeOn({ schema: home, table }: Pick<TableChild, "schema" | "table">, schema: Schema): Home {
  const isTable = !schema.objects.has(makeId("materializedView", home, table));
  const kind = isTable ? "table" : "materializedView";
  return { title: `${kindName(kind)} ${qualify(home, table)}`, rank: ranks[kind] };
}

/** By code unit, whatever the machine's language. */
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
