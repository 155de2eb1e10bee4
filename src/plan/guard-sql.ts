import {
  type Column,
  childrenOf,
  qualify,
  quoteIdentifier,
  quoteList,
  quoteLiteral,
  type Schema,
  type TableChild,
} from "../schema";

/** Fails where rows meet the condition, with their number and the key of one. */
export function guardSql(place: TableOf, condition: string, problem: string, schema: Schema): string {
  const { table, label, example } = keyOf(place, schema);
  return [
    "DO $guard$",
    "DECLARE",
    "  failing bigint;",
    "  example text;",
    "BEGIN",
    `  SELECT count(*), min(${example}) INTO failing, example`,
    `  FROM ${table}`,
    `  WHERE ${condition};`,
    ...failing(table, problem, label),
  ].join("\n");
}

/** Fails where the text of a value cannot be read as the type. Each value is tried, as no condition tells. */
export function readingGuardSql(column: Column, type: string, schema: Schema): string {
  const { table, label, example } = keyOf(column, schema);
  const name = quoteIdentifier(column.name);
  const problem = `have a value in ${name} whose text is no ${type}`;
  return [
    "DO $guard$",
    "DECLARE",
    "  tried record;",
    "  failing bigint := 0;",
    "  example text;",
    "BEGIN",
    "  FOR tried IN",
    `    SELECT ${name}::text AS value, count(*) AS times, min(${example}) AS example`,
    `    FROM ${table}`,
    `    WHERE ${name} IS NOT NULL`,
    "    GROUP BY 1",
    "  LOOP",
    "    BEGIN",
    `      PERFORM tried.value::${type};`,
    "    EXCEPTION WHEN data_exception OR check_violation THEN",
    "      failing := failing + tried.times;",
    "      example := least(example, tried.example);",
    "    END;",
    "  END LOOP;",
    ...failing(table, problem, label),
  ].join("\n");
}

type TableOf = Pick<TableChild, "schema" | "table">;

/** How a row is named to a person: by its primary key, or by its place. */
function keyOf({ schema: home, table: name }: TableOf, schema: Schema) {
  const key = childrenOf(schema, { schema: home, name }).find((child) => child.kind === "primaryKey");
  const columns = key?.kind === "primaryKey" ? key.columns : null;
  return {
    table: qualify(home, name),
    label: columns === null ? "ctid" : quoteList(columns),
    example: columns === null ? "ctid::text" : `concat_ws(', ', ${quoteList(columns)})`,
  };
}

/** The end of either: `RAISE` fills in the number and the key. */
function failing(table: string, problem: string, label: string): string[] {
  // A percent sign in a name would ask for a value.
  const said = `rows of ${table} ${problem}, for example ${label}`.replaceAll("%", "%%");
  return [
    "  IF failing > 0 THEN",
    `    RAISE EXCEPTION ${quoteLiteral(`% ${said} = %`)}, failing, example USING ERRCODE = 'data_exception';`,
    "  END IF;",
    "END",
    "$guard$",
  ];
}
