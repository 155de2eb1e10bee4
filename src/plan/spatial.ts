import { type Column, type DataType, qualify, quoteIdentifier } from "../schema";

/** The SRID of `geometry(Point,4326)`. */
export const systemOf = ({ extension, modifiers }: DataType): string | null =>
  extension === "postgis" ? (/,(\d+)$/.exec(modifiers ?? "")?.[1] ?? null) : null;

/** Whether coordinates change the system that they refer to. */
export function changesSystem(from: DataType, to: DataType): boolean {
  const [old, system] = [systemOf(from), systemOf(to)];
  return old !== null && system !== null && old !== system;
}

/**
 * How coordinates get back to the system that they came from, by what took them out of it: ST_Transform computes them,
 * ST_SetSRID takes them as they are. Null where neither did.
 */
export function systemBack(from: Column, to: Column, there: string): string | null {
  const word = /\bst_(transform|setsrid)\b/i.exec(there)?.[1]?.toLowerCase();
  if (word === undefined || !changesSystem(from.type, to.type)) return null;
  const home = from.type.schema ?? "public";
  const column = quoteIdentifier(to.name);
  const value = to.type.name === "geometry" ? column : `${column}::${qualify(home, "geometry")}`;
  return `${qualify(home, `st_${word}`)}(${value}, ${systemOf(from.type)})`;
}

/** Whether there are shapes that the old type holds and the new one does not; those of another system aside. */
export function isNarrowerPlace(from: DataType, to: DataType): boolean {
  if (to.modifiers === null) return false;
  const [old, next] = [shapeOf(from), shapeOf(to)];
  if (old === null || (systemOf(from) === null && systemOf(to) !== null)) return true;
  return old.dimensions !== next?.dimensions || (old.feature !== next.feature && next.feature !== "Geometry");
}

/** Null for what holds any shape. */
function shapeOf({ modifiers }: DataType) {
  const [, feature = "", dimensions = ""] = /^([A-Za-z]+?)(ZM|Z|M)?(,|$)/.exec(modifiers ?? "") ?? [];
  return modifiers === null ? null : { feature, dimensions };
}
