import { isNew } from "../fragments";
import { since } from "../reader";

/** One entry for each right of a role. What the owner has goes without saying. */
const granted = (acl: string, owner: string) => `
  SELECT jsonb_agg(jsonb_build_object('role', g.rolname, 'privilege', x.privilege_type, 'column', NULL, 'grantable', x.is_grantable)
                   ORDER BY g.rolname, x.privilege_type) AS said
    FROM aclexplode(${acl}) x LEFT JOIN pg_roles g ON g.oid = x.grantee
   WHERE x.grantee <> ${owner}`;

const itself =
  "jsonb_build_array(jsonb_build_object('schema', r.nspname, 'table', r.relname, 'name', a.attname))";

const onTable = "'pg_class'::regclass, r.oid, r.nspname, r.relname, r.whole_schema, r.whole_name";

const compression = since(140_000, "nullif(a.attcompression, '')", "NULL");

const storage = (letter: string) =>
  `CASE ${letter} WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END`;

/** The columns of the index that is marked so. */
const marked = (mark: string) => `
      FROM place r JOIN pg_index i ON i.indrelid = r.oid AND i.${mark} AND NOT r.part JOIN pg_class ic ON ic.oid = i.indexrelid
     CROSS JOIN LATERAL (SELECT jsonb_agg(jsonb_build_object('schema', r.nspname, 'table', r.relname, 'name', a.attname)) AS columns
                           FROM pg_depend p JOIN pg_attribute a ON a.attrelid = p.refobjid AND a.attnum = p.refobjsubid
                          WHERE p.classid = 'pg_class'::regclass AND p.objid = i.indexrelid AND p.refobjid = r.oid) named`;

const publications = since(
  150_000,
  `
    SELECT 'publication', 'pg_publication_rel'::regclass, pr.oid, r.nspname, r.relname, r.whole_schema, r.whole_name, p.pubname,
           jsonb_build_object('where', pg_get_expr(pr.prqual, pr.prrelid), 'listed',
             (SELECT jsonb_agg(jsonb_build_object('schema', r.nspname, 'table', r.relname, 'name', a.attname) ORDER BY a.attnum)
                FROM pg_attribute a WHERE a.attrelid = r.oid AND a.attnum = ANY (pr.prattrs))), NULL
      FROM place r JOIN pg_publication_rel pr ON pr.prrelid = r.oid JOIN pg_publication p ON p.oid = pr.prpubid`,
  `
    SELECT 'publication', 'pg_publication_rel'::regclass, pr.oid, r.nspname, r.relname, r.whole_schema, r.whole_name, p.pubname,
           '{"where": null, "listed": null}'::jsonb, NULL
      FROM place r JOIN pg_publication_rel pr ON pr.prrelid = r.oid JOIN pg_publication p ON p.oid = pr.prpubid`,
);

/** What is said of a table or a column in so many words, from `place`. */
export const settingsSql = (version: number) => `
    SELECT 'rowSecurity', ${onTable}, '', jsonb_build_object('forced', c.relforcerowsecurity), NULL
      FROM place r JOIN pg_class c ON c.oid = r.oid AND c.relrowsecurity
    UNION ALL
    SELECT 'grants', ${onTable}, '', given.said, NULL
      FROM place r JOIN pg_class c ON c.oid = r.oid AND NOT r.part AND c.relacl IS NOT NULL AND c.relkind IN ('r', 'p')
     CROSS JOIN LATERAL (${granted("c.relacl", "c.relowner")}) given
     WHERE given.said IS NOT NULL
    UNION ALL
    SELECT 'grants', ${onTable}, a.attname, given.said, ${itself}
      FROM place r JOIN pg_class c ON c.oid = r.oid AND NOT r.part AND c.relkind IN ('r', 'p')
      JOIN pg_attribute a ON a.attrelid = r.oid AND a.attacl IS NOT NULL
     CROSS JOIN LATERAL (${granted("a.attacl", "c.relowner")}) given
     WHERE given.said IS NOT NULL
    UNION ALL
    SELECT 'statisticsTarget', 'pg_statistic_ext'::regclass, s.oid, r.nspname, r.relname, r.whole_schema, r.whole_name,
           quote_ident(sn.nspname) || '.' || quote_ident(s.stxname), jsonb_build_object('target', s.stxstattarget), NULL
      FROM place r JOIN pg_statistic_ext s ON s.stxrelid = r.oid AND NOT r.part AND s.stxstattarget >= 0
      JOIN pg_namespace sn ON sn.oid = s.stxnamespace
    UNION ALL
    SELECT 'columnSettings', ${onTable}, a.attname,
           jsonb_build_object('statistics', CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END,
                              'storage', CASE WHEN a.attstorage <> t.typstorage THEN ${storage("a.attstorage")} END,
                              'compression', CASE ${compression(version)} WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END,
                              'options', coalesce(a.attoptions, '{}')), ${itself}
      FROM place r JOIN pg_attribute a ON a.attrelid = r.oid AND ${isNew("a.attrelid")} AND a.attnum > 0 AND NOT a.attisdropped
      JOIN pg_type t ON t.oid = a.atttypid
     WHERE r.relkind IN ('r', 'p') AND NOT r.part
       AND (a.attstattarget >= 0 OR a.attstorage <> t.typstorage OR a.attoptions IS NOT NULL OR ${compression(version)} IS NOT NULL)
    UNION ALL
    SELECT 'replicaIdentity', ${onTable}, '',
           jsonb_build_object('how', CASE c.relreplident WHEN 'f' THEN 'FULL' ELSE 'NOTHING' END), NULL
      FROM place r JOIN pg_class c ON c.oid = r.oid AND NOT r.part AND c.relreplident IN ('f', 'n') AND c.relkind IN ('r', 'p')
    UNION ALL
    SELECT 'replicaIdentity', ${onTable}, '', jsonb_build_object('how', jsonb_build_object('index', ic.relname)), named.columns${marked("indisreplident")}
    UNION ALL
    SELECT 'clustering', ${onTable}, '', jsonb_build_object('index', ic.relname), named.columns${marked("indisclustered")}
    UNION ALL${publications(version)}`;
