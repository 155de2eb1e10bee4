import { withRelations } from "../fragments";
import { since } from "../reader";

/** Who may do what, but for the owner, who may do everything. */
const privileges = (acl: string, owner: string) => `
    SELECT CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(x.grantee)::text END AS grantee,
           string_agg(x.privilege_type, ', ' ORDER BY x.privilege_type) AS granted
      FROM aclexplode(${acl}) x
     WHERE x.grantee <> ${owner}
     GROUP BY x.grantee`;

const publishedSchemas = since(
  150_000,
  `
  UNION ALL
  SELECT 'publication', r.nspname, r.relname, p.pubname, 'all tables of the schema'
    FROM relation r JOIN pg_namespace n ON n.nspname = r.nspname
    JOIN pg_publication_namespace pn ON pn.pnnspid = n.oid JOIN pg_publication p ON p.oid = pn.pnpubid
   WHERE r.relkind IN ('r', 'p')`,
  "",
);

/** What entities cannot say of a table or view. */
export const onTables = (version: number) => `${withRelations}
  SELECT 'trigger' AS kind, r.nspname AS schema, r.relname AS table, t.tgname AS name,
         regexp_replace(pg_get_triggerdef(t.oid), '^CREATE (CONSTRAINT )?TRIGGER ("[^"]*"|\\S+) ', '') AS detail
    FROM relation r JOIN pg_trigger t ON t.tgrelid = r.oid AND NOT t.tgisinternal AND t.tgparentid = 0
  UNION ALL
  SELECT 'policy', r.nspname, r.relname, p.polname,
         CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END
    FROM relation r JOIN pg_policy p ON p.polrelid = r.oid
  UNION ALL
  SELECT 'rowSecurity', r.nspname, r.relname, CASE WHEN c.relforcerowsecurity THEN 'FORCE' ELSE 'ENABLE' END, NULL
    FROM relation r JOIN pg_class c ON c.oid = r.oid AND (c.relrowsecurity OR c.relforcerowsecurity)
  UNION ALL
  SELECT 'rule', r.nspname, r.relname, w.rulename, pg_get_ruledef(w.oid)
    FROM relation r JOIN pg_rewrite w ON w.ev_class = r.oid AND w.rulename <> '_RETURN'
  UNION ALL
  SELECT 'grant', r.nspname, r.relname, g.grantee, g.granted
    FROM relation r JOIN pg_class c ON c.oid = r.oid CROSS JOIN LATERAL (${privileges("c.relacl", "c.relowner")}) g
   WHERE r.relkind IN ('r', 'p', 'v', 'm')
  UNION ALL
  SELECT 'grant', r.nspname, r.relname, g.grantee, g.granted || ' (' || a.attname || ')'
    FROM relation r JOIN pg_class c ON c.oid = r.oid JOIN pg_attribute a ON a.attrelid = r.oid AND a.attacl IS NOT NULL
   CROSS JOIN LATERAL (${privileges("a.attacl", "c.relowner")}) g
  UNION ALL
  SELECT 'storage', r.nspname, r.relname, split_part(o.option, '=', 1), o.option
    FROM relation r CROSS JOIN LATERAL unnest(r.reloptions) AS o(option)
   WHERE r.relkind IN ('r', 'p', 'v', 'm')
  UNION ALL
  SELECT 'statistics', r.nspname, r.relname, s.stxname, pg_get_statisticsobjdef(s.oid)
    FROM relation r JOIN pg_statistic_ext s ON s.stxrelid = r.oid
  UNION ALL
  SELECT CASE WHEN c.relispartition THEN 'partition' ELSE 'child' END, r.nspname, r.relname,
         cn.nspname || '.' || c.relname, pg_get_expr(c.relpartbound, c.oid)
    FROM relation r JOIN pg_inherits i ON i.inhparent = r.oid
    JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_namespace cn ON cn.oid = c.relnamespace
   WHERE r.relkind IN ('r', 'p')
  UNION ALL
  SELECT 'replicaIdentity', r.nspname, r.relname,
         CASE c.relreplident WHEN 'n' THEN 'NOTHING' WHEN 'f' THEN 'FULL' ELSE 'USING INDEX' END, NULL
    FROM relation r JOIN pg_class c ON c.oid = r.oid AND c.relreplident NOT IN ('d')
   WHERE r.relkind IN ('r', 'p')
  UNION ALL
  SELECT 'publication', r.nspname, r.relname, p.pubname, CASE WHEN p.puballtables THEN 'all tables' END
    FROM relation r JOIN pg_publication p
      ON p.puballtables OR EXISTS (SELECT FROM pg_publication_rel pr WHERE pr.prpubid = p.oid AND pr.prrelid = r.oid)
   WHERE r.relkind IN ('r', 'p')${publishedSchemas(version)}
   ORDER BY 2, 3, 1, 4, 5`;
