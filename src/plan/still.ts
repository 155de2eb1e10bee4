import { isDeepStrictEqual } from "node:util";
import {
  type Enum,
  idOf,
  makeId,
  type ObjectKind,
  type Schema,
  type SchemaObject,
  schemaOf,
  slotsOf,
} from "../schema";

/** Whether it holds data, or what holds data is in it or of it. */
const holdsData: { readonly [K in ObjectKind]: boolean } = {
  namespace: true,
  extension: false,
  enum: true,
  sequence: true,
  table: true,
  column: true,
  primaryKey: false,
  unique: false,
  check: false,
  exclusion: false,
  foreignKey: false,
  index: false,
  view: false,
  materializedView: false,
};

/**
 * The schema `after`, and still what goes and holds data, so that new columns can be filled from it. Nothing more than
 * `after` where a name is wanted by what comes, or a type has lost labels.
 */
export function stillWith(before: Schema, after: Schema): Schema {
  const gone = [...before.objects.values()].filter(
    (object) => holdsData[object.kind] && !after.objects.has(idOf(object)),
  );
  const taken = new Set([...after.objects.values()].flatMap(slotsOf));
  const fits = (object: SchemaObject) =>
    slotsOf(object).every((slot) => !taken.has(slot)) && !isRelabelled(object, before, after);
  return gone.length > 0 && gone.every(fits) ? schemaOf([...after.objects.values(), ...gone]) : after;
}

function isRelabelled(object: SchemaObject, before: Schema, after: Schema): boolean {
  if (object.kind !== "column" || object.type.schema === null) return false;
  const id = makeId("enum", object.type.schema, object.type.name);
  const [old, later] = [before, after].map(({ objects }) => objects.get(id) as Enum | undefined);
  return later !== undefined && !isDeepStrictEqual(old, later);
}
