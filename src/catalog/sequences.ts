import type { Sequence } from "../schema";
import { isNew, joinComment, withRelations } from "./fragments";
import { reader } from "./reader";

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly type: Sequence["type"];
  readonly start: string;
  readonly increment: string;
  readonly minimum: string;
  readonly maximum: string;
  readonly cache: string;
  readonly cycle: boolean;
  readonly comment: string | null;
  readonly owner_schema: string | null;
  readonly owner_table: string | null;
  readonly owner_column: string | null;
}

/** A sequence that belongs to an identity column (`deptype` i) is part of the column. */
export const sequences = reader<Row>(
  () => `${withRelations}
  SELECT r.nspname AS schema, r.relname AS name, format_type(s.seqtypid, NULL) AS type,
         s.seqstart::text AS start, s.seqincrement::text AS increment, s.seqmin::text AS minimum,
         s.seqmax::text AS maximum, s.seqcache::text AS cache, s.seqcycle AS cycle,
         tn.nspname AS owner_schema, t.relname AS owner_table, a.attname AS owner_column, d.description AS comment
    FROM relation r
    JOIN pg_sequence s ON s.seqrelid = r.oid
    LEFT JOIN pg_depend o ON o.classid = 'pg_class'::regclass AND o.objid = r.oid AND o.deptype IN ('a', 'i')
                         AND o.refclassid = 'pg_class'::regclass AND o.refobjsubid > 0 AND ${isNew("o.objid")}
    LEFT JOIN pg_class t ON t.oid = o.refobjid
    LEFT JOIN pg_namespace tn ON tn.oid = t.relnamespace
    LEFT JOIN pg_attribute a ON a.attrelid = o.refobjid AND a.attnum = o.refobjsubid AND ${isNew("a.attrelid")}
    ${joinComment("pg_class", "r.oid")}
   WHERE o.deptype IS DISTINCT FROM 'i'
   ORDER BY r.nspname, r.relname`,
  ({ owner_schema: schema, owner_table: table, owner_column: column, ...row }) => ({
    kind: "sequence",
    ...row,
    ownedBy: schema === null || table === null || column === null ? null : { schema, table, column },
  }),
);
