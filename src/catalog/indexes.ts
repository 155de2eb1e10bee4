import type { IndexKey } from "../schema";
import { unwrap } from "./expressions";
import { isNew, joinComment, withRelations } from "./fragments";
import { reader, since } from "./reader";
import { qualifiedName } from "./types";

interface KeyRow {
  readonly column: string | null;
  readonly expression: string | null;
  readonly collation_schema: string | null;
  readonly collation_name: string | null;
  readonly class_schema: string;
  readonly class_name: string;
  readonly class_default: boolean;
  readonly class_parameters: string | null;
  /** Bit 0 is DESC, bit 1 is NULLS FIRST. */
  readonly option: number;
}

interface Row {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly method: string;
  readonly unique: boolean;
  readonly nullsNotDistinct: boolean;
  readonly keys: KeyRow[];
  readonly include: string[] | null;
  readonly where: string | null;
  readonly storage: string[] | null;
  readonly valid: boolean;
  readonly comment: string | null;
}

const nullsNotDistinct = since(150_000, "i.indnullsnotdistinct", "false");

/**
 * A collation is part of a key where it is not the column's; where the key is an expression, the printed index tells
 * whether it has one of its own.
 */
const ownCollation = `
  CASE WHEN k.attnum <> 0 THEN k.coll <> a.attcollation
       ELSE position(pg_get_indexdef(i.indexrelid, k.position::int, false) || ' COLLATE '
                     IN pg_get_indexdef(i.indexrelid)) > 0 END`;

const parts = `
    SELECT i.indexrelid,
           json_agg(json_build_object(
             'column', a.attname,
             'expression', CASE WHEN k.attnum = 0 THEN pg_get_indexdef(i.indexrelid, k.position::int, false) END,
             'collation_schema', cn.nspname, 'collation_name', c.collname,
             'class_schema', ocn.nspname, 'class_name', oc.opcname, 'class_default', oc.opcdefault,
             'class_parameters', array_to_string(own.attoptions, ', '),
             'option', k.flags) ORDER BY k.position) FILTER (WHERE k.position <= i.indnkeyatts) AS keys,
           array_agg(a.attname::text ORDER BY k.position) FILTER (WHERE k.position > i.indnkeyatts) AS include
      FROM pg_index i
      CROSS JOIN LATERAL unnest(i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[], i.indoption::int2[])
        WITH ORDINALITY k(attnum, class, coll, flags, position)
      LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum <> 0
                               AND ${isNew("a.attrelid")}
      LEFT JOIN pg_attribute own ON own.attrelid = i.indexrelid AND own.attnum = k.position AND ${isNew("own.attrelid")}
      LEFT JOIN pg_opclass oc ON oc.oid = k.class
      LEFT JOIN pg_namespace ocn ON ocn.oid = oc.opcnamespace
      LEFT JOIN pg_collation c ON c.oid = k.coll AND ${ownCollation}
      LEFT JOIN pg_namespace cn ON cn.oid = c.collnamespace
     WHERE ${isNew("i.indexrelid")}
     GROUP BY i.indexrelid`;

/** The index of a constraint is the constraint. */
export const indexes = reader<Row>(
  (version) => `${withRelations}
  SELECT r.nspname AS schema, r.relname AS table, c.relname AS name, am.amname AS method, i.indisunique AS unique,
         ${nullsNotDistinct(version)} AS "nullsNotDistinct", part.keys, part.include,
         pg_get_expr(i.indpred, i.indrelid) AS where, c.reloptions AS storage, i.indisvalid AS valid,
         d.description AS comment
    FROM relation r
    JOIN pg_index i ON i.indrelid = r.oid
    JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_am am ON am.oid = c.relam
    JOIN (${parts}) part ON part.indexrelid = i.indexrelid
    LEFT JOIN pg_constraint con ON con.conindid = i.indexrelid AND con.contype IN ('p', 'u', 'x')
    ${joinComment("pg_class", "c.oid")}
   WHERE r.relkind IN ('r', 'p', 'm') AND con.conindid IS NULL
   ORDER BY r.nspname, r.relname, c.relname`,
  (row) => ({
    kind: "index",
    ...row,
    keys: row.keys.map(toKey),
    include: row.include ?? [],
    where: unwrap(row.where),
    storage: (row.storage ?? []).toSorted(),
    concurrently: false,
  }),
);

function toKey(row: KeyRow): IndexKey {
  // Parameters need the class named.
  const named = !row.class_default || row.class_parameters !== null;
  return {
    column: row.column,
    expression: unwrap(row.expression),
    collation: qualifiedName(row.collation_schema, row.collation_name),
    operatorClass: named ? qualifiedName(row.class_schema, row.class_name) : null,
    operatorClassParameters: row.class_parameters,
    descending: (row.option & 1) !== 0,
    nullsFirst: (row.option & 2) !== 0,
  };
}
