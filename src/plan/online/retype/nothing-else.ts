import { type Column, type Index, quoteLiteral } from "../../../schema";
import { type Ground, tableSql } from "../ground";

/** Fails where something stands on the column that no entity says, and that would go with it. */
export function nothingElse(column: Column, indexes: readonly Index[], ground: Ground): string {
  const names = indexes.map(({ name }) => quoteLiteral(name)).join(", ");
  const known = indexes.length === 0 ? "" : ` AND i.relname NOT IN (${names})`;
  const path = quoteLiteral(tableSql(column));
  const sought = ground.isPartitioned(column) ? ofPartitions(path, known) : ofTable(path, known);
  const said = `%: no entity says so, and it would go with the old ${tableSql(column)}.${column.name}`;
  return [
    "DO $guard$",
    "DECLARE",
    "  others text;",
    "BEGIN",
    "  SELECT string_agg(pg_describe_object(d.classid, d.objid, 0), ', ') INTO others",
    "    FROM pg_depend d",
    "    JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid",
    ...sought(quoteLiteral(column.name)),
    "  IF others IS NOT NULL THEN",
    `    RAISE EXCEPTION ${quoteLiteral(said.replaceAll("%", "%%").replace("%%", "%"))}, others;`,
    "  END IF;",
    "END",
    "$guard$",
  ].join("\n");
}

type Sought = (column: string) => string[];

const ofTable =
  (path: string, known: string): Sought =>
  (column) => [
    "    LEFT JOIN pg_class i ON d.classid = 'pg_class'::regclass AND i.oid = d.objid AND i.relkind = 'i'",
    `   WHERE d.refobjid = ${path}::regclass AND a.attname = ${column}`,
    `     AND (d.classid = 'pg_statistic_ext'::regclass OR i.oid IS NOT NULL${known});`,
  ];

/** What a partition has from its table comes along; what it has by itself does not. */
const ofPartitions =
  (path: string, known: string): Sought =>
  (column) => [
    "    LEFT JOIN pg_class i ON d.classid = 'pg_class'::regclass AND i.oid = d.objid AND i.relkind IN ('i', 'I')",
    "     AND NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = i.oid)",
    "    LEFT JOIN pg_constraint c ON d.classid = 'pg_constraint'::regclass AND c.oid = d.objid AND c.coninhcount = 0",
    `     AND c.conrelid = d.refobjid AND c.conrelid <> ${path}::regclass`,
    `   WHERE d.refobjid IN (SELECT relid FROM pg_partition_tree(${path})) AND a.attname = ${column}`,
    `     AND (d.classid = 'pg_statistic_ext'::regclass OR c.oid IS NOT NULL OR i.oid IS NOT NULL${known});`,
  ];
