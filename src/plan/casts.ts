import { isDeepStrictEqual } from "node:util";
import { exitStatus, SchemaError } from "../errors";
import { type Column, type DataType, pathOf, quoteIdentifier } from "../schema";
import { changesSystem } from "./spatial";
import { typeSql } from "./types";

/** Types between which PostgreSQL casts by itself when it assigns, in either direction. */
const families: readonly (readonly string[])[] = [
  ["smallint", "integer", "bigint", "numeric", "real", "double precision"],
  ["character varying", "character", "text", "citext", "name"],
  ["timestamp without time zone", "date"],
  ["time without time zone", "time with time zone"],
  ["json", "jsonb"],
  ["bit", "bit varying"],
  ["inet", "cidr"],
  ["macaddr", "macaddr8"],
  ["vector", "halfvec"],
];

/** What else PostgreSQL casts when it is told to, by the type it comes from. */
const explicit: Readonly<Record<string, readonly string[]>> = {
  boolean: ["integer"],
  integer: ["boolean", "money", "bit", "oid"],
  bigint: ["money", "bit", "oid"],
  numeric: ["money"],
  money: ["numeric"],
  bit: ["integer", "bigint"],
  jsonb: ["boolean", "smallint", "integer", "bigint", "numeric", "real", "double precision"],
  "timestamp without time zone": ["time without time zone"],
  "time without time zone": ["interval"],
  interval: ["time without time zone"],
  hstore: ["json", "jsonb"],
  geometry: ["geography"],
  geography: ["geometry"],
  box: ["circle", "polygon", "lseg", "point"],
  circle: ["box", "polygon", "point"],
  polygon: ["box", "circle", "path", "point"],
  path: ["polygon"],
  lseg: ["point"],
  ...Object.fromEntries(
    ["int4", "int8", "num", "ts", "tstz", "date"].map((name) => [`${name}range`, [`${name}multirange`]]),
  ),
};

/** Types that every other type can be written as and read from. */
const texts = ["text", "character varying", "character", "citext", "name"];

/** Only a time zone leads from a moment to what a clock or a calendar shows, and back. */
const moment = "timestamp with time zone";
const local: Readonly<Record<string, (value: string) => string>> = {
  "timestamp without time zone": (value) => value,
  date: (value) => `${value}::timestamp`,
};

/** Whether the plain assignment makes one of the other. */
export function sameFamily(from: DataType, to: DataType): boolean {
  if (from.array !== to.array) return false;
  if (from.schema === to.schema && from.name === to.name) return true;
  return families.some((family) => family.includes(from.name) && family.includes(to.name));
}

/** The expression that makes one of the other; null where PostgreSQL has no cast. */
function castSql(column: string, from: DataType, to: DataType): string | null {
  if (from.array && !to.array) return cast(`${column}[1]`, { ...from, array: false }, to);
  if (from.array || !to.array) return cast(column, from, to);
  const element = cast(column, from, { ...to, array: false });
  return element === null ? null : `ARRAY[${element}]`;
}

/** Both are arrays, or neither is. */
function cast(value: string, from: DataType, to: DataType): string | null {
  if (isDeepStrictEqual(from, to)) return value;
  const array = to.array ? "[]" : "";
  const last = typeSql(to);
  if (!to.array && to.name === moment && from.name in local)
    return `${local[from.name]?.(value)} AT TIME ZONE 'UTC'`;
  if (!to.array && from.name === moment && to.name in local) {
    const here = `${value} AT TIME ZONE 'UTC'`;
    return to.name === "date" ? `(${here})::date` : here;
  }
  if (isDirect(from, to)) return `${value}::${last}`;
  // An enum or a domain is always written as text and read from it.
  if (isUserType(from) && isUserType(to)) return `${value}::text${array}::${last}`;
  // Only integer is a boolean's number.
  if ((isNumber(from) && to.name === "boolean") || (from.name === "boolean" && isNumber(to)))
    return `${value}::integer${array}::${last}`;
  return null;
}

const isNumber = ({ name }: DataType) => families[0]?.includes(name) ?? false;
const isText = ({ name, schema, extension }: DataType) =>
  texts.includes(name) && (schema === null || extension !== null);
const isUserType = (type: DataType) => type.schema !== null && type.extension === null;

function isDirect(from: DataType, to: DataType): boolean {
  return (
    isText(from) ||
    isText(to) ||
    sameFamily({ ...from, array: false }, { ...to, array: false }) ||
    (explicit[from.name]?.includes(to.name) ?? false)
  );
}

/** The USING expression of a change of type; null where the plain assignment does the same. */
export function usingOf(from: Column, to: Column): string | null {
  if (changesSystem(from.type, to.type))
    throw undecided(
      from,
      to,
      "coordinates of one reference system are others in another: ST_Transform computes them, ST_SetSRID takes them as they are",
    );
  if (sameFamily(from.type, to.type)) return null;
  const column = quoteIdentifier(to.name);
  const using = castSql(column, from.type, to.type);
  // No value becomes no array, rather than an array of no value.
  if (using !== null && !from.notNull && !from.type.array && to.type.array)
    return `CASE WHEN ${column} IS NOT NULL THEN ${using} END`;
  if (using !== null) return using;
  throw undecided(from, to, "PostgreSQL has no cast between the two");
}

function undecided(from: Column, to: Column, reason: string): SchemaError {
  return new SchemaError({
    code: "NO_CAST",
    message: `Column ${pathOf(to)} is ${typeSql(from.type)} and shall be ${typeSql(to.type)}, and ${reason}.`,
    hint: `Only you know what becomes of the values: say so with @Using("…") on the property, or --using '${pathOf(to)}=…'.`,
    exit: exitStatus.needsDecision,
  });
}
