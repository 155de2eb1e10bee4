import { type DataType, qualify } from "../schema";

/** The short names that people write, for the long ones that PostgreSQL prints. */
const shortNames: Readonly<Record<string, string>> = {
  "character varying": "varchar",
  character: "char",
  "timestamp without time zone": "timestamp",
  "timestamp with time zone": "timestamptz",
  "time without time zone": "time",
  "time with time zone": "timetz",
  "bit varying": "varbit",
};

/** The type as SQL: `varchar(50)`, `timestamptz(3)`, `public.order_status[]`. */
export function typeSql({ schema, name, modifiers, array }: DataType): string {
  const base = schema === null ? (shortNames[name] ?? name) : qualify(schema, name);
  return `${base}${modifiersSql(name, modifiers)}${array ? "[]" : ""}`;
}

function modifiersSql(name: string, modifiers: string | null): string {
  if (modifiers === null) return "";
  // An interval's fields stand without parentheses: `interval day to second(3)`.
  return name === "interval" && /[a-z]/.test(modifiers) ? ` ${modifiers}` : `(${modifiers})`;
}
