import type { ObjectKind, ObjectOf, SchemaObject } from "../schema";
import { normalForm, sameDefault } from "./lexical";

/** Where an object holds SQL that PostgreSQL rewrites in its own spelling. */
interface Spot<K extends ObjectKind> {
  readonly get: (object: ObjectOf<K>) => string | null;
  readonly set: (object: ObjectOf<K>, text: string) => ObjectOf<K>;
  /** Whether two spellings are surely one, without asking PostgreSQL. */
  readonly same?: (a: string, b: string, object: ObjectOf<K>) => boolean;
}

const spots: { readonly [K in ObjectKind]: readonly Spot<K>[] } = {
  namespace: [],
  extension: [],
  enum: [],
  sequence: [],
  table: [],
  column: [
    {
      get: ({ default: text }) => text,
      set: (column, text) => ({ ...column, default: text }),
      same: (a, b, { type }) => sameDefault(a, b, type),
    },
    {
      get: ({ generated }) => generated?.expression ?? null,
      set: (column, expression) =>
        column.generated === null ? column : { ...column, generated: { ...column.generated, expression } },
    },
  ],
  primaryKey: [],
  unique: [],
  check: [{ get: ({ expression }) => expression, set: (check, expression) => ({ ...check, expression }) }],
  exclusion: [
    { get: ({ definition }) => definition, set: (exclusion, definition) => ({ ...exclusion, definition }) },
  ],
  foreignKey: [],
  index: [{ get: ({ where }) => where, set: (index, where) => ({ ...index, where }) }],
  view: [{ get: ({ query }) => query, set: (view, query) => ({ ...view, query }) }],
  materializedView: [{ get: ({ query }) => query, set: (view, query) => ({ ...view, query }) }],
};

/** The object's expressions in a fixed order; null where it could have one and has none. */
export function expressionsOf(object: SchemaObject): (string | null)[] {
  return spotsOf(object).map((spot) => spot.get(object));
}

/** Takes the live spelling of every expression that is surely the same. */
export function adoptSpelling(object: SchemaObject, live: SchemaObject): SchemaObject {
  return adoptWhere(
    object,
    live,
    (a, b, spot) => spot.same?.(a, b, object) ?? normalForm(a) === normalForm(b),
  );
}

/** Takes the live spelling of the expressions at these positions of `expressionsOf`. */
export function adoptAt(
  object: SchemaObject,
  live: SchemaObject,
  positions: ReadonlySet<number>,
): SchemaObject {
  const chosen = spotsOf(object).filter((_, position) => positions.has(position));
  return adoptWhere(object, live, (_a, _b, spot) => chosen.includes(spot));
}

function adoptWhere(
  object: SchemaObject,
  live: SchemaObject,
  same: (a: string, b: string, spot: Spot<ObjectKind>) => boolean,
): SchemaObject {
  return spotsOf(object).reduce((adopted: SchemaObject, spot) => {
    const [text, liveText] = [spot.get(adopted), spot.get(live)];
    return text !== null && liveText !== null && same(text, liveText, spot)
      ? spot.set(adopted, liveText)
      : adopted;
  }, object);
}

function spotsOf(object: SchemaObject): readonly Spot<ObjectKind>[] {
  return spots[object.kind] as readonly Spot<ObjectKind>[];
}
