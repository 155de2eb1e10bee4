import { joinComment, withRelations } from "./fragments";
import { reader } from "./reader";

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly materialized: boolean;
  readonly populated: boolean;
  readonly query: string;
  readonly options: string[] | null;
  readonly comment: string | null;
  readonly reads: { schema: string; name: string }[] | null;
}

/** What the rule behind a view depends on, the view itself left out; one dependency for each column it reads. */
const reads = `
    SELECT rw.ev_class AS oid, json_agg(DISTINCT jsonb_build_object('schema', n.nspname, 'name', c.relname)) AS reads
      FROM pg_rewrite rw
      JOIN pg_depend p ON p.classid = 'pg_rewrite'::regclass AND p.objid = rw.oid
                      AND p.refclassid = 'pg_class'::regclass AND p.refobjid <> rw.ev_class
      JOIN pg_class c ON c.oid = p.refobjid AND c.relkind IN ('r', 'p', 'v', 'm')
      JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE rw.rulename = '_RETURN'
     GROUP BY rw.ev_class`;

/** Views and materialized views. */
export const views = reader<Row>(
  () => `${withRelations}
  SELECT r.nspname AS schema, r.relname AS name, r.relkind = 'm' AS materialized, r.relispopulated AS populated,
         pg_get_viewdef(r.oid) AS query, r.reloptions AS options, d.description AS comment, read.reads
    FROM relation r
    LEFT JOIN (${reads}) read ON read.oid = r.oid
    ${joinComment("pg_class", "r.oid")}
   WHERE r.relkind IN ('v', 'm')
   ORDER BY r.nspname, r.relname`,
  ({ schema, name, materialized, populated, query, options, comment, reads }) => {
    const view = {
      schema,
      name,
      query: query.trim().replace(/;$/, ""),
      options: (options ?? []).toSorted(),
      comment,
      reads: (reads ?? []).toSorted(byName),
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
