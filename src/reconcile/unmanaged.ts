import {
  type IndexKey,
  idOf,
  isTableChild,
  pathOf,
  qualify,
  type SaidProperties,
  type Schema,
  type SchemaObject,
  type Unmanaged,
} from "../schema";
import { scope } from "./scope";

interface Sides {
  readonly live: Schema;
  readonly described: { readonly schema: Schema; readonly said: SaidProperties };
  /** Qualified names of the tables, views and indexes that the project's migrations created. */
  readonly made: ReadonlySet<string>;
  /** Qualified names of the tables in which the tool and TypeORM keep their own records. */
  readonly records: ReadonlySet<string>;
}

/**
 * Everything that no migration will touch.
 *
 * @param besides what the schema itself has no words for
 */
export function unmanagedOf(
  { live, described, made, records }: Sides,
  besides: readonly Unmanaged[],
): Unmanaged[] {
  const ours = scope(live, described.schema, made);
  const left = [...live.objects.values()].filter(
    (object) => !ours.objects.has(idOf(object)) && !isPartOfWhole(object, ours, records),
  );
  const isOnOurs = ({ schema, table }: Unmanaged) =>
    table === null || relationIds(qualify(schema, table)).some((id) => ours.objects.has(id));
  return [
    ...left.map(asUnmanaged),
    ...besides.filter((item) => isOnOurs(item) && !isSaid(item, described.said)),
  ];
}

const relationIds = (path: string) =>
  [`table:${path}`, `view:${path}`, `materializedView:${path}`] as const satisfies string[];

/** What goes with a table that is left alone as a whole, and what every database has, goes without saying. */
function isPartOfWhole(object: SchemaObject, ours: Schema, records: ReadonlySet<string>): boolean {
  if (object.kind === "namespace")
    return (
      object.name === "public" || [...ours.objects.values()].some((other) => livesIn(other, object.name))
    );
  if (object.kind === "sequence") return object.ownedBy !== null;
  if (isTableChild(object))
    return !relationIds(qualify(object.schema, object.table)).some((id) => ours.objects.has(id));
  return records.has(pathOf(object));
}

const livesIn = (object: SchemaObject, name: string) => "schema" in object && object.schema === name;

/** A storage parameter that a decorator says is no longer anybody else's. */
const isSaid = ({ kind, schema, table, name }: Unmanaged, said: SaidProperties) =>
  kind === "storage" &&
  table !== null &&
  (said.get(`table:${qualify(schema, table)}`) ?? []).includes(`storage.${name}`);

function asUnmanaged(object: SchemaObject): Unmanaged {
  return {
    kind: object.kind,
    schema: "schema" in object ? object.schema : null,
    table: isTableChild(object) ? object.table : null,
    name: object.name,
    detail: detailOf(object),
  };
}

function detailOf(object: SchemaObject): string | null {
  switch (object.kind) {
    case "table":
    case "view":
    case "materializedView":
      return "of no entity";
    case "index":
      return [
        `(${object.keys.map(keyText).join(", ")})`,
        ...(object.method === "btree" ? [] : [object.method]),
        ...(object.include.length === 0 ? [] : [`including ${object.include.join(", ")}`]),
      ].join(" ");
    default:
      return null;
  }
}

function keyText({ column, expression, collation, operatorClass, descending, nullsFirst }: IndexKey): string {
  return [
    column ?? expression,
    ...(collation === null ? [] : ["COLLATE", collation.name]),
    ...(operatorClass === null ? [] : [operatorClass.name]),
    ...(descending ? ["DESC"] : []),
    ...(nullsFirst === descending ? [] : [nullsFirst ? "NULLS FIRST" : "NULLS LAST"]),
  ].join(" ");
}
