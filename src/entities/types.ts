import type { DataType } from "../schema";
import { Inexpressible } from "./inexpressible";
import type { TableColumn } from "./metadata";

/** The extensions whose types TypeORM knows. */
const extensionTypes: Readonly<Record<string, string>> = {
  citext: "citext",
  hstore: "hstore",
  geometry: "postgis",
  geography: "postgis",
  cube: "cube",
  ltree: "ltree",
  vector: "vector",
  halfvec: "vector",
};

export function extensionOfType(type: unknown): string | null {
  return typeof type === "string" ? (extensionTypes[type] ?? null) : null;
}

/** The type of a column that is no enum, as `format_type` spells it. */
export function dataTypeOf(column: TableColumn): DataType {
  return {
    schema: null,
    name: column.type,
    modifiers: isSerial(column) ? null : modifiersOf(column),
    // A serial or identity column is created without what else the entity says of its type.
    array: column.isArray && !isNumbered(column),
    extension: extensionOfType(column.type),
  };
}

/** Whether the column counts by itself: serial or identity. */
function isNumbered(column: TableColumn): boolean {
  return column.isGenerated && column.generationStrategy !== "uuid";
}

export function isIdentity(column: TableColumn): boolean {
  // TypeORM's types forget this strategy.
  const strategy: string | undefined = column.generationStrategy;
  return column.isGenerated && strategy === "identity";
}

export function isSerial(column: TableColumn): boolean {
  return isNumbered(column) && !isIdentity(column);
}

/** What PostgreSQL keeps in the parentheses, its own defaults included. */
function modifiersOf(column: TableColumn): string | null {
  if (isIdentity(column)) return null;
  const { length, precision, scale, type } = column;
  switch (type) {
    case "character varying":
    case "bit varying":
    case "vector":
    case "halfvec":
      return length || null;
    case "character":
    case "bit":
      return length || "1";
    case "numeric":
      return isSet(precision) ? `${precision},${scale ?? 0}` : null;
    case "interval":
    case "time without time zone":
    case "time with time zone":
    case "timestamp without time zone":
    case "timestamp with time zone":
      return isSet(precision) ? String(Math.min(precision, 6)) : null;
    case "geometry":
    case "geography":
      return spatialModifiers(column);
    default:
      if (isSet(precision))
        throw new Inexpressible(
          `PostgreSQL's type "${type}" has no precision, but the column asks for ${precision}`,
          `Remove "precision" and "scale", or use the type "numeric", which has them.`,
        );
      return null;
  }
}

function isSet<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

const spatialTypes = [
  "Geometry",
  "Point",
  "LineString",
  "Polygon",
  "MultiPoint",
  "MultiLineString",
  "MultiPolygon",
  "GeometryCollection",
  "CircularString",
  "CompoundCurve",
  "CurvePolygon",
  "MultiCurve",
  "MultiSurface",
  "PolyhedralSurface",
  "Triangle",
  "Tin",
] as const;

/** `Point,4326` in the spelling of PostGIS, which leaves out what says nothing. */
function spatialModifiers({ spatialFeatureType, srid, type }: TableColumn): string | null {
  if (!isSet(spatialFeatureType)) return null;
  const [, word = spatialFeatureType, dimensions = ""] =
    /^(.*?)(zm|z|m)?$/i.exec(spatialFeatureType.trim()) ?? [];
  const known = spatialTypes.find((name) => name.toLowerCase() === word.trim().toLowerCase());
  const feature = `${known ?? word}${dimensions.toUpperCase()}`;
  const system = srid || (type === "geography" ? 4326 : 0);
  if (system !== 0) return `${feature},${system}`;
  return feature === "Geometry" ? null : feature;
}
