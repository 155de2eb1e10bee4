import { type DataType, type Enum, makeId, quoteLiteral, type Schema } from "../schema";
import { typeSql } from "./types";

/** Where the types stand: the labels of enums are known. */
export interface Surroundings {
  readonly before: Schema;
  readonly after: Schema;
}

/**
 * The condition under which the other type does not hold a value as it is, be it that PostgreSQL would complain or would
 * cut or round it without a word; null where every value fits.
 */
export function misfit(value: string, from: DataType, to: DataType, around: Surroundings): string | null {
  if (from.array && to.array) {
    const each = scalarMisfit("element", elementOf(from), elementOf(to), around);
    return each && `EXISTS (SELECT FROM unnest(${value}) AS element WHERE ${each})`;
  }
  if (from.array)
    return either(`cardinality(${value}) <> 1`, scalarMisfit(`${value}[1]`, elementOf(from), to, around));
  return scalarMisfit(value, from, elementOf(to), around);
}

const elementOf = (type: DataType): DataType => ({ ...type, array: false });

export function enumAt({ schema, name }: DataType, { objects }: Schema): Enum | undefined {
  const found = schema === null ? undefined : objects.get(makeId("enum", schema, name));
  return found?.kind === "enum" ? found : undefined;
}

function scalarMisfit(value: string, from: DataType, to: DataType, around: Surroundings): string | null {
  const labels = enumAt(to, around.after)?.labels;
  if (labels !== undefined)
    return enumAt(from, around.before)?.labels.every((label) => labels.includes(label))
      ? null
      : `${value}::text NOT IN (${labels.map(quoteLiteral).join(", ")})`;
  if (numbers.includes(to.name)) return numberMisfit(value, from, to);
  if (bits.includes(to.name)) return bits.includes(from.name) ? bitMisfit(value, from, to) : null;
  return timeMisfit(value, from, to) ?? lengthMisfit(value, from, to, around);
}

/** One condition only where the other does not hold: it may not bear what that one lets through. */
const either = (first: string | null, second: string | null) =>
  first !== null && second !== null ? `CASE WHEN ${first} THEN true ELSE ${second} END` : (first ?? second);

const otherThanItself = (value: string, to: DataType) => `${value} <> ${value}::${typeSql(to)}`;

const texts = ["text", "character varying", "character", "citext"];

/** A date loses the time of the day, and fewer digits the fractions of a second. */
function timeMisfit(value: string, from: DataType, to: DataType): string | null {
  if (to.name === "date") {
    if (from.name === "timestamp without time zone") return otherThanItself(value, to);
    if (from.name === "timestamp with time zone") return otherThanItself(`(${value} AT TIME ZONE 'UTC')`, to);
    return texts.includes(from.name) ? otherThanItself(`${value}::timestamp`, to) : null;
  }
  const [kind] = to.name.split(" ");
  return /^(timestamp|time|interval)/.test(to.name) &&
    from.name.split(" ")[0] === kind &&
    secondsOf(to) < secondsOf(from)
    ? otherThanItself(value, to)
    : null;
}

const secondsOf = ({ modifiers }: DataType) => Number(/\d+/.exec(modifiers ?? "6")?.[0] ?? 6);

function lengthMisfit(value: string, from: DataType, to: DataType, { before }: Surroundings): string | null {
  const limit = lengthOf(to);
  if (limit === null || limit >= longest(from, before)) return null;
  return `char_length(${value}::text) > ${limit}`;
}

function lengthOf({ name, modifiers }: DataType): number | null {
  if (name === "character" && modifiers === null) return 1;
  return (name === "character varying" || name === "character") && modifiers !== null
    ? Number(modifiers)
    : null;
}

/** How many characters a value of the type may have. */
const longestOf: Readonly<Record<string, number>> = {
  boolean: 5,
  smallint: 6,
  integer: 11,
  bigint: 20,
  uuid: 36,
};

function longest(type: DataType, before: Schema): number {
  const labels = enumAt(type, before)?.labels.map((label) => [...label].length);
  if (labels !== undefined) return Math.max(0, ...labels);
  return lengthOf(type) ?? longestOf[type.name] ?? Number.POSITIVE_INFINITY;
}

const bits = ["bit", "bit varying"];

function bitMisfit(value: string, from: DataType, to: DataType): string | null {
  const size = ({ name, modifiers }: DataType) =>
    modifiers === null ? (name === "bit" ? 1 : Number.POSITIVE_INFINITY) : Number(modifiers);
  if (to.name === "bit")
    return from.name === "bit" && size(from) === size(to) ? null : `length(${value}) <> ${size(to)}`;
  return size(to) < size(from) ? `length(${value}) > ${size(to)}` : null;
}

const ranges: Readonly<Record<string, readonly [string, string]>> = {
  smallint: ["-32768", "32767"],
  integer: ["-2147483648", "2147483647"],
  bigint: ["-9223372036854775808", "9223372036854775807"],
};
const numbers = ["smallint", "integer", "bigint", "numeric", "real", "double precision"];
const isWider = (from: DataType, to: DataType) => numbers.indexOf(from.name) > numbers.indexOf(to.name);

function numberMisfit(value: string, from: DataType, to: DataType): string | null {
  if (texts.includes(from.name)) return to.name === "numeric" ? tooFine(value, from, to) : null;
  if (from.name === "jsonb") return `${value} <> to_jsonb(${value}::${typeSql(to)})`;
  if (!numbers.includes(from.name)) return null;
  const range = ranges[to.name];
  if (range !== undefined) {
    if (!isWider(from, to)) return null;
    const outside = `${value} NOT BETWEEN ${range[0]} AND ${range[1]}`;
    return from.name in ranges ? outside : either(outside, otherThanItself(value, to));
  }
  return to.name === "numeric"
    ? either(tooLarge(value, from, to), tooFine(value, from, to))
    : inexact(value, from, to);
}

/** `numeric(10,2)` to `numeric(6,2)`: too large before the point. */
function tooLarge(value: string, from: DataType, to: DataType): string | null {
  if (to.modifiers === null) return null;
  const [precision = 0, scale = 0] = to.modifiers.split(",").map(Number);
  const [had, hadScale = 0] =
    from.name === "numeric" && from.modifiers !== null ? from.modifiers.split(",").map(Number) : [];
  if (had !== undefined && had - hadScale <= precision - scale) return null;
  return `abs(${value}) >= 1e${precision - scale}::numeric`;
}

/** It rounds with no type to overflow: what is too large only then is rounded as well. */
function tooFine(value: string, from: DataType, to: DataType): string | null {
  if (from.name in ranges || scaleOf(to) >= scaleOf(from)) return null;
  const exact = from.name === "numeric" ? value : `${value}::numeric`;
  return `${exact} <> round(${exact}, ${scaleOf(to)})`;
}

const scaleOf = ({ name, modifiers }: DataType) =>
  name !== "numeric" || modifiers === null ? Number.POSITIVE_INFINITY : Number(modifiers.split(",")[1] ?? 0);

/** What the type of a few digits keeps is compared as numeric: as itself it would be equal. */
function inexact(value: string, from: DataType, to: DataType): string | null {
  if (from.name === "double precision") return to.name === "real" ? otherThanItself(value, to) : null;
  if (from.name === "smallint" || from.name === "real") return null;
  if (from.name === "integer")
    return to.name === "real" ? `${value} <> ${value}::real::double precision` : null;
  return `${value} <> ${value}::${typeSql(to)}::numeric`;
}
