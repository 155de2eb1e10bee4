import { qualify, quoteLiteral, type Sequence } from "../schema";
import { generatedName } from "./identifiers";
import { Inexpressible } from "./inexpressible";

const maxima: Readonly<Record<Sequence["type"], string>> = {
  smallint: "32767",
  integer: "2147483647",
  bigint: "9223372036854775807",
};

/** The sequence PostgreSQL makes for a serial column. `taken` holds the names of relations that exist before. */
export function describeSequence(
  { schema, table }: { readonly schema: string; readonly table: string },
  column: { readonly name: string; readonly type: string },
  taken: ReadonlySet<string>,
): Sequence {
  const type = sequenceType(column.type);
  return {
    kind: "sequence",
    schema,
    name: freeName(schema, table, column.name, taken),
    type,
    start: "1",
    increment: "1",
    minimum: "1",
    maximum: maxima[type],
    cache: "1",
    cycle: false,
    ownedBy: { schema, table, column: column.name },
    comment: null,
  };
}

/** As PostgreSQL prints it with an empty `search_path`. */
export function nextValue({ schema, name }: Sequence): string {
  return `nextval(${quoteLiteral(qualify(schema, name))}::regclass)`;
}

function sequenceType(type: string): Sequence["type"] {
  if (type === "smallint" || type === "integer" || type === "bigint") return type;
  throw new Inexpressible(
    `a column of type "${type}" cannot count up by itself`,
    `Use "int", "smallint" or "bigint" with the strategy "increment", or another strategy.`,
  );
}

function freeName(schema: string, table: string, column: string, taken: ReadonlySet<string>): string {
  for (let attempt = 0; ; attempt += 1) {
    const name = generatedName(table, column, attempt === 0 ? "seq" : `seq${attempt}`);
    if (!taken.has(qualify(schema, name))) return name;
  }
}
