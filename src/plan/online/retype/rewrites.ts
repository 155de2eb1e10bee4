import type { DataType } from "../../../schema";

/** Types whose values are kept as they are when a column gets the other one. */
const alike: readonly (readonly [string, string])[] = [
  ["character varying", "text"],
  ["text", "character varying"],
  ["citext", "text"],
  ["cidr", "inet"],
  ["integer", "oid"],
];

/** Whether PostgreSQL writes every row anew to give a column another type. Errs on the side of yes. */
export function rewrites(from: DataType, to: DataType): boolean {
  if (from.array || to.array) return true;
  if (from.name === to.name && from.schema === to.schema) return !isWider(from, to);
  const isAlike = alike.some(([old, next]) => old === from.name && next === to.name);
  return !isAlike || to.modifiers !== null;
}

function isWider({ name, modifiers: from }: DataType, { modifiers: to }: DataType): boolean {
  if (to === null) return name !== "character" && name !== "bit";
  if (!/^(?:character varying|bit varying|numeric|time|interval)/.test(name)) return false;
  const [room, places = 0] = numbersIn(from ?? (/^(?:time|interval)/.test(name) ? "6" : ""));
  const [nextRoom, nextPlaces = 0] = numbersIn(to);
  return room !== undefined && nextRoom !== undefined && nextRoom >= room && nextPlaces === places;
}

const numbersIn = (modifiers: string) => [...modifiers.matchAll(/\d+/g)].map(([number]) => Number(number));
