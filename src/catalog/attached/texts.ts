import { type AttachedTo, qualify, quoteIdentifier, quoteLiteral, type TextAttachment } from "../../schema";

/** PostgreSQL has no function that prints a policy. */
const policySql = `
  format('CREATE POLICY %I ON %I.%I AS %s FOR %s TO %s%s%s', p.polname, r.nspname, r.relname,
         CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
         CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
         (SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(role)) END, ', ')
            FROM unnest(p.polroles) AS role),
         ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
         ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')`;

const said = (definition: string, state: string) =>
  `jsonb_build_object('definition', ${definition}, 'state', ${state})`;

/** What PostgreSQL prints as a whole, from `place`. */
export const textsSql = `
    SELECT 'trigger' AS kind, 'pg_trigger'::regclass AS classid, t.oid, r.nspname, r.relname, r.whole_schema, r.whole_name, t.tgname::text AS name,
           ${said("pg_get_triggerdef(t.oid)", "t.tgenabled")} AS said, NULL::jsonb AS columns
      FROM place r JOIN pg_trigger t ON t.tgrelid = r.oid AND NOT t.tgisinternal AND t.tgparentid = 0
    UNION ALL
    SELECT 'policy', 'pg_policy'::regclass, p.oid, r.nspname, r.relname, r.whole_schema, r.whole_name, p.polname,
           ${said(policySql, "'O'")}, NULL
      FROM place r JOIN pg_policy p ON p.polrelid = r.oid
    UNION ALL
    SELECT 'rule', 'pg_rewrite'::regclass, w.oid, r.nspname, r.relname, r.whole_schema, r.whole_name, w.rulename,
           ${said("pg_get_ruledef(w.oid)", "w.ev_enabled")}, NULL
      FROM place r JOIN pg_rewrite w ON w.ev_class = r.oid AND w.rulename <> '_RETURN'
    UNION ALL
    SELECT 'statistics', 'pg_statistic_ext'::regclass, s.oid, r.nspname, r.relname, r.whole_schema, r.whole_name,
           quote_ident(sn.nspname) || '.' || quote_ident(s.stxname), ${said("pg_get_statisticsobjdef(s.oid)", "'O'")}, NULL
      FROM place r JOIN pg_statistic_ext s ON s.stxrelid = r.oid AND NOT r.part JOIN pg_namespace sn ON sn.oid = s.stxnamespace`;

export interface Text {
  readonly definition: string;
  /** `tgenabled` or `ev_enabled` */
  readonly state: string;
}

interface Named {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly columns: readonly AttachedTo[];
  readonly comment: string | null;
}

export function sqlOf(
  kind: TextAttachment["kind"],
  { schema, table, name, comment }: Named,
  { definition, state }: Text,
): Pick<TextAttachment, "create" | "drop"> {
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
