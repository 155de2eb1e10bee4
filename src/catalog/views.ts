import type { ColumnNote, Grant, Read, ViewColumn } from "../schema";
import { isNew, joinComment, withHeirs, withRelations } from "./fragments";
import { reader } from "./reader";

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly materialized: boolean;
  readonly populated: boolean;
  readonly query: string;
  readonly options: string[] | null;
  readonly comment: string | null;
  readonly reads: Read[] | null;
  readonly columns: ViewColumn[];
  readonly grants: Grant[] | null;
  readonly owner: string | null;
  readonly notes: ColumnNote[] | null;
}

/**
 * What the rule behind a view depends on, the view itself left out; one dependency for each column it reads. Who reads
 * a partition or an heir cannot do without the tables above it.
 */
const reads = `
    SELECT read.ev_class AS oid,
           json_agg(json_build_object('schema', n.nspname, 'name', c.relname, 'columns', read.columns,
                                      'key', keys.oid IS NOT NULL)) AS reads
      FROM (SELECT rw.ev_class, line.above AS refobjid,
                   coalesce(array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attnum > 0), '{}') AS columns
              FROM pg_rewrite rw
              JOIN pg_depend p ON p.classid = 'pg_rewrite'::regclass AND p.objid = rw.oid
                              AND ${isNew("p.objid")}
                              AND p.refclassid = 'pg_class'::regclass AND p.refobjid <> rw.ev_class
              LEFT JOIN pg_attribute a ON a.attrelid = p.refobjid AND a.attnum = p.refobjsubid
              JOIN (SELECT oid, oid AS above FROM pg_class UNION ALL SELECT oid, ancestor FROM heir) line ON line.oid = p.refobjid
             WHERE rw.rulename = '_RETURN' AND ${isNew("rw.ev_class")}
             GROUP BY rw.ev_class, line.above) read
      JOIN pg_class c ON c.oid = read.refobjid AND c.relkind IN ('r', 'p', 'v', 'm')
      JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN (SELECT DISTINCT rw.ev_class, con.conrelid AS oid
                   FROM pg_rewrite rw
                   JOIN pg_depend p ON p.classid = 'pg_rewrite'::regclass AND p.objid = rw.oid AND ${isNew("p.objid")}
                                   AND p.refclassid = 'pg_constraint'::regclass
                   JOIN pg_constraint con ON con.oid = p.refobjid) keys
             ON keys.ev_class = read.ev_class AND keys.oid = read.refobjid
     GROUP BY read.ev_class`;

const columns = `
    SELECT a.attrelid AS oid,
           json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod) ||
             CASE WHEN a.attcollation <> t.typcollation THEN ' COLLATE ' || a.attcollation::regcollation ELSE '' END)
             ORDER BY a.attnum) AS columns
      FROM pg_attribute a
      JOIN pg_class v ON v.oid = a.attrelid AND v.relkind IN ('v', 'm')
      JOIN pg_type t ON t.oid = a.atttypid
     WHERE ${isNew("a.attrelid")} AND a.attnum > 0 AND NOT a.attisdropped
     GROUP BY a.attrelid`;

/** Rights on the whole and on single columns. What the owner has goes without saying. */
const grants = `
    SELECT given.oid, json_agg(json_build_object('role', r.rolname, 'privilege', acl.privilege_type,
                        'column', given.column, 'grantable', acl.is_grantable)) AS grants
      FROM (SELECT oid, relowner, relacl AS acl, NULL AS column FROM pg_class
             WHERE relkind IN ('v', 'm') AND ${isNew("oid")}
            UNION ALL
            SELECT c.oid, c.relowner, a.attacl, a.attname
              FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('v', 'm')
             WHERE a.attacl IS NOT NULL AND ${isNew("a.attrelid")}) given
      CROSS JOIN LATERAL aclexplode(given.acl) acl
      LEFT JOIN pg_roles r ON r.oid = acl.grantee
     WHERE acl.grantee <> given.relowner
     GROUP BY given.oid`;

/** Comments on columns, and defaults, which only the columns of plain views have. */
const notes = `
    SELECT a.attrelid AS oid,
           json_agg(json_build_object('column', a.attname, 'comment', d.description,
                                      'default', pg_get_expr(ad.adbin, ad.adrelid)) ORDER BY a.attnum) AS notes
      FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('v', 'm')
      LEFT JOIN pg_attrdef ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum
      ${joinComment("pg_class", "a.attrelid", "a.attnum")}
     WHERE ${isNew("a.attrelid")} AND a.attnum > 0 AND (d.description IS NOT NULL OR ad.adbin IS NOT NULL)
     GROUP BY a.attrelid`;

/** Views and materialized views. */
export const views = reader<Row>(
  () => `${withRelations}${withHeirs}
  SELECT r.nspname AS schema, r.relname AS name, r.relkind = 'm' AS materialized, r.relispopulated AS populated,
         pg_get_viewdef(r.oid) AS query, r.reloptions AS options, d.description AS comment, read.reads,
         out.columns, given.grants, noted.notes, o.rolname AS owner
    FROM relation r
    LEFT JOIN pg_roles o ON o.oid = r.relowner AND o.rolname <> current_user
    LEFT JOIN (${reads}) read ON read.oid = r.oid
    LEFT JOIN (${columns}) out ON out.oid = r.oid
    LEFT JOIN (${grants}) given ON given.oid = r.oid
    LEFT JOIN (${notes}) noted ON noted.oid = r.oid
    ${joinComment("pg_class", "r.oid")}
   WHERE r.relkind IN ('v', 'm')
   ORDER BY r.nspname, r.relname`,
  ({ materialized, populated, query, options, reads, grants, notes, ...row }) => {
    const view = {
      ...row,
      query: query.trim().replace(/;$/, ""),
      options: (options ?? []).toSorted(),
      reads: (reads ?? []).toSorted(byName),
      grants: (grants ?? []).toSorted(byRole),
      notes: notes ?? [],
    };
    return materialized ? { kind: "materializedView", ...view, populated } : { kind: "view", ...view };
  },
);

interface Named {
  readonly schema: string;
  readonly name: string;
}

/** By code unit, which no locale changes. */
function byName(a: Named, b: Named): number {
  if (a.schema !== b.schema) return a.schema < b.schema ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}

const byRole = (a: Grant, b: Grant) => (keyOf(a) < keyOf(b) ? -1 : 1);
const keyOf = (grant: Grant) => JSON.stringify([grant.role, grant.grantable, grant.privilege, grant.column]);
