import type { Session } from "../postgres/database";
import { patiently } from "../postgres/patience";
import { withRelations } from "./fragments";
import { prepare } from "./settings";

/** Something on a table that the schema has no words for, with the statement that makes it. */
export interface Extra {
  readonly kind: "trigger" | "policy" | "rowSecurity" | "rule" | "statistics" | "storage" | "partition";
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly sql: string;
  /** The functions that it calls, named as the foundation names them. */
  readonly functions: readonly string[];
}

/** What can be made anywhere: grants, publications and policies for a role of its own depend on the server's roles. */
export function readExtras(session: Session): Promise<Extra[]> {
  return patiently(session, async () => {
    await prepare(session);
    const rows = await session.query<Extra>(query);
    return rows.map(({ kind, schema, table, name, sql, functions }) => ({
      kind,
      schema,
      table,
      name,
      sql,
      functions,
    }));
  });
}

const functionsOf = (catalog: string, oid: string) => `
  ARRAY(SELECT 'function ' || d.refobjid::regprocedure FROM pg_depend d
         WHERE d.classid = '${catalog}'::regclass AND d.objid = ${oid} AND d.refclassid = 'pg_proc'::regclass
           AND d.refobjid >= 16384 ORDER BY 1)`;

const onTable = "format('ALTER TABLE %I.%I ', r.nspname, r.relname)";

const query = `${withRelations}
  SELECT 1 AS rank, 'partition' AS kind, r.nspname AS schema, r.relname AS table, c.relname AS name,
         format('CREATE TABLE %I.%I PARTITION OF %I.%I %s', cn.nspname, c.relname, r.nspname, r.relname,
                pg_get_expr(c.relpartbound, c.oid)) AS sql, '{}'::text[] AS functions, c.oid
    FROM relation r JOIN pg_inherits i ON i.inhparent = r.oid
    JOIN pg_class c ON c.oid = i.inhrelid AND c.relispartition AND c.relkind = 'r'
    JOIN pg_namespace cn ON cn.oid = c.relnamespace
  UNION ALL
  SELECT 2, 'storage', r.nspname, r.relname, split_part(o.option, '=', 1),
         ${onTable} || format('SET (%s)', o.option), '{}', r.oid
    FROM relation r CROSS JOIN LATERAL unnest(r.reloptions) AS o(option) WHERE r.relkind = 'r'
  UNION ALL
  SELECT 3, 'statistics', r.nspname, r.relname, s.stxname, pg_get_statisticsobjdef(s.oid), '{}', s.oid
    FROM relation r JOIN pg_statistic_ext s ON s.stxrelid = r.oid
  UNION ALL
  SELECT 4, 'rule', r.nspname, r.relname, w.rulename, regexp_replace(pg_get_ruledef(w.oid), ';$', ''),
         ${functionsOf("pg_rewrite", "w.oid")}, w.oid
    FROM relation r JOIN pg_rewrite w ON w.ev_class = r.oid AND w.rulename <> '_RETURN'
  UNION ALL
  SELECT 5, 'trigger', r.nspname, r.relname, t.tgname, pg_get_triggerdef(t.oid),
         ${functionsOf("pg_trigger", "t.oid")}, t.oid
    FROM relation r JOIN pg_trigger t ON t.tgrelid = r.oid AND NOT t.tgisinternal AND t.tgparentid = 0
  UNION ALL
  SELECT 6, 'policy', r.nspname, r.relname, p.polname,
         format('CREATE POLICY %I ON %I.%I AS %s FOR %s TO PUBLIC%s%s', p.polname, r.nspname, r.relname,
                CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
                CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
                coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', ''),
                coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')),
         ${functionsOf("pg_policy", "p.oid")}, p.oid
    FROM relation r JOIN pg_policy p ON p.polrelid = r.oid AND p.polroles = '{0}'::oid[]
  UNION ALL
  SELECT 7, 'rowSecurity', r.nspname, r.relname, f.word, ${onTable} || f.word || ' ROW LEVEL SECURITY', '{}', r.oid
    FROM relation r JOIN pg_class c ON c.oid = r.oid
   CROSS JOIN LATERAL (VALUES ('ENABLE', c.relrowsecurity), ('FORCE', c.relforcerowsecurity)) AS f(word, holds)
   WHERE f.holds
   ORDER BY rank, schema, "table", name, oid`;
