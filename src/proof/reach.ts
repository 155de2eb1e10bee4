import type { Statement } from "../change";
import { dependantsIn, dependenciesOf } from "../plan";
import {
  filterSchema,
  type Id,
  idOf,
  isTableChild,
  listOf,
  namesIn,
  type Schema,
  type SchemaObject,
  tableIdOf,
} from "../schema";

/** So many objects are built in a second or two, and then nothing is left out. */
const few = 1500;

/**
 * The ids of what these statements can reach, in the schema before them and in the one after: what they name, all that
 * depends on it, and what those need to exist. To build thousands of tables for a change of one would prove nothing more.
 */
export function reachOf(
  statements: readonly Pick<Statement, "sql" | "changes">[],
  before: Schema,
  after: Schema = before,
): ReadonlySet<Id> {
  const schemas = [before, after];
  if (before.objects.size <= few) return new Set(schemas.flatMap(({ objects }) => [...objects.keys()]));
  const changed = statements
    .flatMap(({ changes }) => changes.flatMap(({ from, to }) => [from, to]))
    .flatMap((object) => (object === null ? [] : idsOf(object)));
  const named = namesIn(statements.map(({ sql }) => sql).join("\n"));
  const reached = new Set<Id>();
  for (const schema of schemas)
    for (const id of [
      ...dependants(schema, changed),
      ...relationsCalled(named, schema),
      ...extensions(schema),
    ])
      reached.add(id);
  // What one side needs is kept on the other side too: it has not changed.
  for (let size = -1; size < reached.size; ) {
    size = reached.size;
    for (const schema of schemas) addNeeds(schema, reached);
  }
  return reached;
}

export function partOf(schema: Schema, ids: ReadonlySet<Id>): Schema {
  return filterSchema(schema, (object) => ids.has(idOf(object)));
}

const extensions = (schema: Schema) => listOf(schema, "extension").map(idOf);

function idsOf(object: SchemaObject): Id[] {
  return isTableChild(object) ? [idOf(object), tableIdOf(object)] : [idOf(object)];
}

/** These objects and all that depends on them. */
function dependants(schema: Schema, ids: readonly Id[]): Set<Id> {
  const following = dependantsIn(schema);
  const found = new Set<Id>();
  const queue = [...ids];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    queue.push(...(following.get(id) ?? []).map(idOf));
  }
  return found;
}

/** What an expression of a person's may read: whole relations whose names occur in it. */
function relationsCalled(names: ReadonlySet<string>, schema: Schema): Id[] {
  return [...schema.objects.values()]
    .filter((object) =>
      isTableChild(object)
        ? object.kind === "column" && names.has(object.table)
        : object.kind !== "namespace" && names.has(object.name),
    )
    .map(idOf);
}

function addNeeds(schema: Schema, wanted: Set<Id>): void {
  const queue = [...wanted];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const object = schema.objects.get(id);
    if (object === undefined) continue;
    for (const need of dependenciesOf(object, schema)) {
      if (wanted.has(need)) continue;
      wanted.add(need);
      queue.push(need);
    }
  }
}
