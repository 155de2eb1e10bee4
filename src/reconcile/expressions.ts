import type { DataType, ObjectKind, ObjectOf, SchemaObject } from "../schema";
import { normalForm, sameDefault } from "./lexical";

/** Where an object holds SQL that PostgreSQL rewrites in its own spelling. */
interface Spot<K extends ObjectKind> {
  readonly get: (object: ObjectOf<K>) => string | null;
  /** The object with what the live one has there. */
  readonly take: (object: ObjectOf<K>, live: ObjectOf<K>) => ObjectOf<K>;
  /** Whether two spellings are surely one, without asking PostgreSQL. */
  readonly same?: (a: string, b: string, object: ObjectOf<K>, live: ObjectOf<K>) => boolean;
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
      take: (column, live) => ({ ...column, default: live.default }),
      // A text of digits is no number, though both may be spelled alike.
      same: (a, b, { type }, live) => sameKind(type, live.type) && sameDefault(a, b, type),
    },
    {
      get: ({ generated }) => generated?.expression ?? null,
      take: (column, { generated }) =>
        column.generated === null || generated === null
          ? column
          : { ...column, generated: { ...column.generated, expression: generated.expression } },
    },
  ],
  primaryKey: [],
  unique: [],
  check: [
    {
      get: ({ expression }) => expression,
      take: (check, { expression }) => ({ ...check, expression }),
    },
  ],
  exclusion: [
    {
      get: ({ definition }) => definition,
      take: (exclusion, { definition }) => ({ ...exclusion, definition }),
    },
  ],
  foreignKey: [],
  index: [{ get: ({ where }) => where, take: (index, { where }) => ({ ...index, where }) }],
  // Of the same query PostgreSQL knows more than can be read from it.
  view: [
    {
      get: ({ query }) => query,
      take: (view, { query, reads, columns }) => ({ ...view, query, reads, columns }),
    },
  ],
  materializedView: [
    {
      get: ({ query }) => query,
      take: (view, { query, reads, columns }) => ({ ...view, query, reads, columns }),
    },
  ],
};

const sameKind = (a: DataType, b: DataType) =>
  a.schema === b.schema && a.name === b.name && a.array === b.array;

/**
 * A key of an index as a whole: its expression, and the operator class and collation, which PostgreSQL leaves out
 * where they are the type's own.
 */
const keySpots = Array.from({ length: 32 }, (_, position): Spot<"index"> => {
  return {
    get: ({ keys }) => {
      const key = keys[position];
      return key === undefined
        ? null
        : JSON.stringify({ ...key, expression: key.expression && normalForm(key.expression) });
    },
    take: (index, live) => ({
      ...index,
      keys: index.keys.map((key, at) => (at === position ? (live.keys[at] ?? key) : key)),
    }),
    same: (a, b) => a === b,
  };
});

/** The object's expressions in a fixed order; null where it could have one and has none. */
export function expressionsOf(object: SchemaObject): (string | null)[] {
  return spotsOf(object).map((spot) => spot.get(object));
}

/** Takes the live spelling of every expression that is surely the same. */
export function adoptSpelling(object: SchemaObject, live: SchemaObject): SchemaObject {
  return adoptWhere(
    object,
    live,
    (a, b, spot) => spot.same?.(a, b, object, live) ?? normalForm(a) === normalForm(b),
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
      ? spot.take(adopted, live)
      : adopted;
  }, object);
}

function spotsOf(object: SchemaObject): readonly Spot<ObjectKind>[] {
  const own = spots[object.kind];
  return (
    object.kind === "index" ? [...own, ...keySpots.slice(0, object.keys.length)] : own
  ) as readonly Spot<ObjectKind>[];
}
