import { type Column, isNullDefault } from "../schema";
import { unwrap } from "./expressions";
import { isNew, joinComment, withRelations } from "./fragments";
import { reader } from "./reader";
import { dataTypeOf, qualifiedName, type TypeRow } from "./types";

interface Row extends TypeRow {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly notNull: boolean;
  readonly expression: string | null;
  readonly identity: "a" | "d" | "";
  readonly generated: "s" | "v" | "";
  readonly collation_schema: string | null;
  readonly collation_name: string | null;
  readonly comment: string | null;
}

const identities = { a: "always", d: "by default", "": null } as const;

/** `e` is the type, or the element of an array type. */
export const columns = reader<Row>(
  () => `${withRelations}
  SELECT r.nspname AS schema, r.relname AS table, a.attname AS name, a.attnotnull AS "notNull",
         format_type(e.oid, a.atttypmod) AS type, en.nspname AS type_schema, e.typname AS type_name,
         e.oid <> t.oid AS type_array, x.extname AS type_extension,
         pg_get_expr(ad.adbin, ad.adrelid) AS expression, a.attidentity AS identity, a.attgenerated AS generated,
         cn.nspname AS collation_schema, c.collname AS collation_name, d.description AS comment
    FROM relation r
    JOIN pg_attribute a ON a.attrelid = r.oid AND ${isNew("a.attrelid")} AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_type element ON element.oid = t.typelem AND element.typarray = t.oid
    JOIN pg_type e ON e.oid = coalesce(element.oid, t.oid)
    JOIN pg_namespace en ON en.oid = e.typnamespace
    LEFT JOIN pg_depend te ON te.classid = 'pg_type'::regclass AND te.objid = e.oid AND te.deptype = 'e'
    LEFT JOIN pg_extension x ON x.oid = te.refobjid
    LEFT JOIN pg_attrdef ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum
    LEFT JOIN pg_collation c ON c.oid = a.attcollation AND a.attcollation <> t.typcollation
    LEFT JOIN pg_namespace cn ON cn.oid = c.collnamespace
    ${joinComment("pg_class", "r.oid", "a.attnum")}
   WHERE r.relkind IN ('r', 'p')
   ORDER BY r.nspname, r.relname, a.attnum`,
  (row) => ({
    kind: "column",
    schema: row.schema,
    table: row.table,
    name: row.name,
    type: dataTypeOf(row),
    notNull: row.notNull,
    // PostgreSQL keeps a NULL that is cast to `varchar(5)`, and no other.
    default:
      row.generated !== "" || (row.expression !== null && isNullDefault(row.expression))
        ? null
        : row.expression,
    collation: qualifiedName(row.collation_schema, row.collation_name),
    identity: identities[row.identity],
    generated: generatedOf(row),
    comment: row.comment,
  }),
);

function generatedOf({ generated, expression }: Row): Column["generated"] {
  if (generated === "" || expression === null) return null;
  return { expression: unwrap(expression), stored: generated === "s" };
}
