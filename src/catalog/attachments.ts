import type { Session } from "../postgres/database";
import { transaction } from "../postgres/transaction";
import {
  type AttachedTo,
  type Attachment,
  qualify,
  quoteIdentifier,
  quoteLiteral,
  whereRoleIs,
} from "../schema";
import { joinCommentOf, joinMemberOf, withHeirs, withRelations } from "./fragments";
import { prepare } from "./settings";

interface Row {
  readonly kind: Attachment["kind"];
  readonly schema: string;
  readonly table: string;
  readonly whole_schema: string;
  readonly whole_name: string;
  readonly name: string;
  readonly definition: string;
  /** `tgenabled` or `ev_enabled` */
  readonly state: string;
  readonly comment: string | null;
  readonly columns: AttachedTo[] | null;
}

/** Every one there is, with one query. */
export function readAttachments(session: Session): Promise<Attachment[]> {
  return transaction(
    session,
    async () => {
      await prepare(session);
      return (await session.query<Row & Record<string, unknown>>(query)).map(toAttachment);
    },
    { isolation: "REPEATABLE READ", readOnly: true },
  );
}

/** PostgreSQL has no function that prints a policy. */
const policySql = `
  format('CREATE POLICY %I ON %I.%I AS %s FOR %s TO %s%s%s', p.polname, r.nspname, r.relname,
         CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
         CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
         (SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(role)) END, ', ')
            FROM unnest(p.polroles) AS role),
         ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
         ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')`;

/** One statement for each role that may do something with a table, or with a column of it, and may pass it on or not. */
const grantsOf = (acl: string, owner: string, column: string) => `
  SELECT string_agg(g.sql, ';' || chr(10) ORDER BY g.sql)
    FROM (SELECT format('GRANT %s ON %I.%I TO %s%s', string_agg(x.privilege_type || ${column}, ', ' ORDER BY x.privilege_type),
                        r.nspname, r.relname, CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee)) END,
                        CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) AS sql
            FROM aclexplode(${acl}) x WHERE x.grantee <> ${owner} GROUP BY x.grantee, x.is_grantable) g`;

const query = `${withRelations}${withHeirs}, place AS (
    SELECT r.*, false AS part, r.nspname AS whole_schema, r.relname AS whole_name FROM relation r
    UNION ALL
    SELECT c.oid, n.nspname, c.relname, c.relkind, c.relpersistence, c.reloptions, c.relispopulated, c.relowner,
           true, r.nspname, r.relname
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN heir h ON h.oid = c.oid JOIN relation r ON r.oid = h.ancestor
     WHERE c.relispartition AND c.relkind IN ('r', 'p')
  ), attached AS (
    SELECT 'trigger' AS kind, 'pg_trigger'::regclass AS classid, t.oid, r.nspname, r.relname, r.whole_schema, r.whole_name, t.tgname AS name,
           pg_get_triggerdef(t.oid) AS definition, t.tgenabled AS state
      FROM place r JOIN pg_trigger t ON t.tgrelid = r.oid AND NOT t.tgisinternal AND t.tgparentid = 0
    UNION ALL
    SELECT 'policy', 'pg_policy'::regclass, p.oid, r.nspname, r.relname, r.whole_schema, r.whole_name, p.polname, ${policySql}, 'O'
      FROM place r JOIN pg_policy p ON p.polrelid = r.oid
    UNION ALL
    SELECT 'rule', 'pg_rewrite'::regclass, w.oid, r.nspname, r.relname, r.whole_schema, r.whole_name, w.rulename, pg_get_ruledef(w.oid), w.ev_enabled
      FROM place r JOIN pg_rewrite w ON w.ev_class = r.oid AND w.rulename <> '_RETURN'
    UNION ALL
    SELECT 'rowSecurity', 'pg_class'::regclass, r.oid, r.nspname, r.relname, r.whole_schema, r.whole_name, '',
           format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', r.nspname, r.relname)
             || CASE WHEN c.relforcerowsecurity THEN ', FORCE ROW LEVEL SECURITY' ELSE '' END, 'O'
      FROM place r JOIN pg_class c ON c.oid = r.oid AND c.relrowsecurity
    UNION ALL
    SELECT 'statistics', 'pg_statistic_ext'::regclass, s.oid, r.nspname, r.relname, r.whole_schema, r.whole_name, quote_ident(sn.nspname) || '.' || quote_ident(s.stxname),
           pg_get_statisticsobjdef(s.oid), 'O'
      FROM place r JOIN pg_statistic_ext s ON s.stxrelid = r.oid AND NOT r.part JOIN pg_namespace sn ON sn.oid = s.stxnamespace
    UNION ALL
    SELECT 'grants', 'pg_class'::regclass, r.oid, r.nspname, r.relname, r.whole_schema, r.whole_name, '', given.sql, 'O'
      FROM place r JOIN pg_class c ON c.oid = r.oid AND NOT r.part AND c.relacl IS NOT NULL AND c.relkind IN ('r', 'p')
     CROSS JOIN LATERAL (${grantsOf("c.relacl", "c.relowner", "''")}) given(sql)
     WHERE given.sql IS NOT NULL
    UNION ALL
    SELECT 'grants', 'pg_class'::regclass, r.oid, r.nspname, r.relname, r.whole_schema, r.whole_name, a.attname, given.sql, 'O'
      FROM place r JOIN pg_class c ON c.oid = r.oid AND NOT r.part AND c.relkind IN ('r', 'p')
      JOIN pg_attribute a ON a.attrelid = r.oid AND a.attacl IS NOT NULL
     CROSS JOIN LATERAL (${grantsOf("a.attacl", "c.relowner", "format(' (%I)', a.attname)")}) given(sql)
     WHERE given.sql IS NOT NULL
  ), named AS (
    SELECT p.classid, p.objid,
           json_agg(DISTINCT jsonb_build_object('schema', n.nspname, 'table', c.relname, 'name', a.attname)) AS columns
      FROM pg_depend p
      JOIN pg_attribute a ON a.attrelid = p.refobjid AND a.attnum = p.refobjsubid
      JOIN (SELECT oid, oid AS above FROM pg_class UNION ALL SELECT oid, ancestor FROM heir) line ON line.oid = p.refobjid
      JOIN pg_class c ON c.oid = line.above
      JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE p.refclassid = 'pg_class'::regclass AND p.refobjsubid > 0
       AND p.classid IN ('pg_trigger'::regclass, 'pg_policy'::regclass, 'pg_rewrite'::regclass, 'pg_statistic_ext'::regclass)
     GROUP BY p.classid, p.objid
  )
  SELECT o.kind, o.nspname AS schema, o.relname AS table, o.whole_schema, o.whole_name, o.name, o.definition, o.state, d.description AS comment, x.columns
    FROM attached o
    LEFT JOIN named x ON x.classid = o.classid AND x.objid = o.oid
    ${joinMemberOf("o.classid", "o.oid")}
    ${joinCommentOf("o.classid", "o.oid")}
   WHERE member.objid IS NULL
   ORDER BY o.nspname, o.relname, o.kind, o.name`;

function toAttachment(row: Row): Attachment {
  const { kind, schema, table, name, definition, columns } = row;
  const on = { schema, table, whole: { schema: row.whole_schema, name: row.whole_name } };
  if (kind === "rowSecurity") {
    const drop = `ALTER TABLE ${qualify(schema, table)} DISABLE ROW LEVEL SECURITY`;
    return { kind, ...on, name, columns: [], create: [definition], drop };
  }
  if (kind === "grants") {
    const create = definition.split(";\n").map(whereRoleIs);
    return {
      kind,
      ...on,
      name,
      columns: name === "" ? [] : [{ schema, table, name }],
      create,
      drop: null,
    };
  }
  return { kind, ...on, name, columns: columns ?? [], ...sqlOf(kind, row) };
}

function sqlOf(
  kind: Exclude<Attachment["kind"], "rowSecurity" | "grants">,
  { schema, table, name, definition, state, comment }: Row,
): Pick<Attachment, "create" | "drop"> {
  const on = kind === "statistics" ? name : `${quoteIdentifier(name)} ON ${qualify(schema, table)}`;
  const word = kind.toUpperCase();
  const mode = states[state];
  return {
    create: [
      definition.replace(/;\s*$/, ""),
      ...(mode === undefined
        ? []
        : [`ALTER TABLE ${qualify(schema, table)} ${mode} ${word} ${quoteIdentifier(name)}`]),
      ...(comment === null ? [] : [`COMMENT ON ${word} ${on} IS ${quoteLiteral(comment)}`]),
    ],
    drop: `DROP ${word} ${on}`,
  };
}

/** `O` is how they are made. */
const states: Readonly<Record<string, string>> = {
  D: "DISABLE",
  R: "ENABLE REPLICA",
  A: "ENABLE ALWAYS",
};
