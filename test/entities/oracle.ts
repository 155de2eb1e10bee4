import { readCatalog } from "../../src/catalog";
import { openDatabase } from "../../src/postgres";
import { build } from "../../src/proof/build";
import { idOf, listOf, pathOf, type Schema, type SchemaObject } from "../../src/schema";
import { createDatabase, execute, type ServerVersion } from "../support/servers";

/** Expects two schemas to be one: what entities ask for, and what TypeORM made of them. */
export async function expectOne(desired: Schema, theirs: Schema, version: ServerVersion): Promise<void> {
  expect(withoutSpelling(desired)).toEqual(withoutSpelling(theirs));
  expect(columnOrder(desired)).toEqual(columnOrder(theirs));
  expect(missingReads(desired, theirs)).toEqual([]);
  expect(byId(await built(desired, version))).toEqual(byId(theirs));
}

/** What our statements make of a schema in an empty database. */
async function built(schema: Schema, version: ServerVersion): Promise<Schema> {
  return inEmptyDatabase(version, async (url) => {
    await execute(url, "DROP SCHEMA public");
    if (!schema.objects.has("namespace:public")) await execute(url, "CREATE SCHEMA public");
    const database = await openDatabase({ kind: "server", connection: { url } });
    await database.session((session) => build(session, schema));
    await database.close();
  });
}

/** Reads an empty database after it was filled. */
export async function inEmptyDatabase(
  version: ServerVersion,
  fill: (url: string) => Promise<void>,
): Promise<Schema> {
  const { url, drop } = await createDatabase(version);
  try {
    await fill(url);
    const database = await openDatabase({ kind: "server", connection: { url } });
    try {
      return await database.session(readCatalog);
    } finally {
      await database.close();
    }
  } finally {
    await drop();
  }
}

type Objects = Readonly<Record<string, SchemaObject>>;

function byId({ objects }: Schema): Objects {
  const sorted = [...objects.values()].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  return Object.fromEntries(sorted.map((object) => [idOf(object), object]));
}

/** Everything but the spelling of expressions, and where PostgreSQL puts an extension. */
function withoutSpelling(schema: Schema): Objects {
  // An empty database has the namespace `public`, whether the entities use it or not.
  const { "namespace:public": _, ...objects } = byId(schema);
  return Object.fromEntries(Object.entries(objects).map(([id, object]) => [id, hideSpelling(object)]));
}

const hide = (text: string | null) => (text === null ? null : "…");

function hideSpelling(object: SchemaObject): SchemaObject {
  switch (object.kind) {
    case "extension":
      return { ...object, schema: null };
    case "column":
      return {
        ...object,
        type: object.type.extension === null ? object.type : { ...object.type, schema: null },
        default: object.default?.startsWith("nextval(") ? object.default : hide(object.default),
        generated: object.generated && { ...object.generated, expression: "…" },
      };
    case "check":
      return { ...object, expression: "…" };
    case "exclusion":
      return { ...object, definition: "…" };
    case "index":
      return { ...object, where: hide(object.where) };
    case "view":
    case "materializedView":
      return { ...object, query: "…", reads: [], columns: null };
    default:
      return object;
  }
}

function columnOrder(schema: Schema): Record<string, string[]> {
  const columns = listOf(schema, "column");
  const tables = listOf(schema, "table").toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return Object.fromEntries(
    tables.map((table) => [
      pathOf(table),
      columns
        .filter((column) => column.schema === table.schema && column.table === table.name)
        .map(({ name }) => name),
    ]),
  );
}

/** Relations that a view reads without our knowing; knowing too many does no harm. */
function missingReads(desired: Schema, theirs: Schema): string[] {
  const readsOf = (schema: Schema) =>
    [...listOf(schema, "view"), ...listOf(schema, "materializedView")].flatMap((view) =>
      view.reads.map((read) => `${pathOf(view)} reads ${read.schema}.${read.name}`),
    );
  const known = new Set(readsOf(desired));
  return readsOf(theirs).filter((read) => !known.has(read));
}
