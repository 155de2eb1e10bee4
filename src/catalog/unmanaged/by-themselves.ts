import { isOurs, joinMember } from "../fragments";

const ours = (catalog: string, oid: string) =>
  `${joinMember(catalog, oid)} WHERE ${isOurs("n.nspname")} AND member.objid IS NULL`;

/** What entities cannot say and that is on no table. */
export const byThemselves = () => `
  SELECT CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END AS kind,
         n.nspname AS schema, NULL AS table, p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' AS name,
         pg_get_function_result(p.oid) AS detail
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    LEFT JOIN pg_depend part ON part.classid = 'pg_proc'::regclass AND part.objid = p.oid AND part.deptype = 'i'
    ${ours("pg_proc", "p.oid")} AND part.objid IS NULL
  UNION ALL
  SELECT CASE t.typtype WHEN 'd' THEN 'domain' WHEN 'r' THEN 'rangeType' ELSE 'compositeType' END,
         n.nspname, NULL, t.typname, CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod) END
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    LEFT JOIN pg_class c ON c.oid = t.typrelid
    ${ours("pg_type", "t.oid")} AND (t.typtype IN ('d', 'r') OR t.typtype = 'c' AND c.relkind = 'c')
  UNION ALL
  SELECT 'foreignTable', n.nspname, NULL, c.relname, s.srvname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_foreign_table f ON f.ftrelid = c.oid JOIN pg_foreign_server s ON s.oid = f.ftserver
    ${ours("pg_class", "c.oid")}
  UNION ALL
  SELECT 'collation', n.nspname, NULL, c.collname, NULL
    FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
    ${ours("pg_collation", "c.oid")}
  UNION ALL
  SELECT 'operator', n.nspname, NULL, o.oprname, NULL
    FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
    ${ours("pg_operator", "o.oid")}
  UNION ALL
  SELECT 'foreignServer', NULL, NULL, s.srvname, NULL FROM pg_foreign_server s
    ${joinMember("pg_foreign_server", "s.oid")} WHERE member.objid IS NULL
  UNION ALL
  SELECT 'eventTrigger', NULL, NULL, e.evtname, e.evtevent FROM pg_event_trigger e
    ${joinMember("pg_event_trigger", "e.oid")} WHERE member.objid IS NULL
  UNION ALL
  SELECT 'grant', n.nspname, NULL, CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(x.grantee)::text END,
         string_agg(x.privilege_type, ', ' ORDER BY x.privilege_type) 
    FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) x
   WHERE ${isOurs("n.nspname")} AND x.grantee <> n.nspowner
     AND NOT (n.nspname = 'public' AND x.grantee = 0 AND n.oid < 16384)
   GROUP BY n.nspname, x.grantee
  UNION ALL
  SELECT 'defaultPrivileges', n.nspname, NULL, pg_get_userbyid(d.defaclrole)::text,
         'on ' || CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions'
                                      WHEN 'T' THEN 'types' ELSE 'schemas' END
    FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
   ORDER BY 2, 1, 4, 5`;
