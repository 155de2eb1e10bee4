import type { Session } from "../postgres/database";
import { transaction } from "../postgres/transaction";
import type {
  AttachedTo,
  Attachment,
  Clustering,
  ColumnSettings,
  Grant,
  Publication,
  ReplicaIdentity,
  RowSecurity,
  StatisticsTarget,
} from "../schema";
import { settingsSql } from "./attached/settings";
import { sqlOf, type Text, textsSql } from "./attached/texts";
import { joinCommentOf, joinMemberOf, withHeirs, withRelations } from "./fragments";
import { prepare } from "./settings";

/** Every one there is, with one query. */
export function readAttachments(session: Session): Promise<Attachment[]> {
  return transaction(session, () => readAttachmentsWithin(session), {
    isolation: "REPEATABLE READ",
    readOnly: true,
  });
}

/** The same from inside a transaction, whose settings it changes. */
export async function readAttachmentsWithin(session: Session): Promise<Attachment[]> {
  const version = await prepare(session);
  return (await session.query<Row & Record<string, unknown>>(query(version))).map(toAttachment);
}

/** What is said of each kind, as the queries give it. */
type Detailed =
  | { readonly kind: "trigger" | "policy" | "rule" | "statistics"; readonly said: Text }
  | { readonly kind: "rowSecurity"; readonly said: Pick<RowSecurity, "forced"> }
  | { readonly kind: "grants"; readonly said: readonly Grant[] }
  | { readonly kind: "statisticsTarget"; readonly said: Pick<StatisticsTarget, "target"> }
  | {
      readonly kind: "columnSettings";
      readonly said: Pick<ColumnSettings, "statistics" | "storage" | "compression" | "options">;
    }
  | { readonly kind: "replicaIdentity"; readonly said: Pick<ReplicaIdentity, "how"> }
  | { readonly kind: "clustering"; readonly said: Pick<Clustering, "index"> }
  | { readonly kind: "publication"; readonly said: Pick<Publication, "listed" | "where"> };

type Row = Detailed & {
  readonly schema: string;
  readonly table: string;
  readonly whole_schema: string;
  readonly whole_name: string;
  readonly name: string;
  readonly comment: string | null;
  readonly columns: AttachedTo[] | null;
};

const query = (version: number) => `${withRelations}${withHeirs}, place AS (
    SELECT r.*, false AS part, r.nspname AS whole_schema, r.relname AS whole_name FROM relation r
    UNION ALL
    SELECT c.oid, n.nspname, c.relname, c.relkind, c.relpersistence, c.reloptions, c.relispopulated, c.relowner,
           true, r.nspname, r.relname
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN heir h ON h.oid = c.oid JOIN relation r ON r.oid = h.ancestor
     WHERE c.relispartition AND c.relkind IN ('r', 'p')
  ), attached AS (${textsSql}
    UNION ALL${settingsSql(version)}
  ), named AS (
    SELECT p.classid, p.objid,
           jsonb_agg(DISTINCT jsonb_build_object('schema', n.nspname, 'table', c.relname, 'name', a.attname)) AS columns
      FROM pg_depend p
      JOIN pg_attribute a ON a.attrelid = p.refobjid AND a.attnum = p.refobjsubid
      JOIN (SELECT oid, oid AS above FROM pg_class UNION ALL SELECT oid, ancestor FROM heir) line ON line.oid = p.refobjid
      JOIN pg_class c ON c.oid = line.above
      JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE p.refclassid = 'pg_class'::regclass AND p.refobjsubid > 0
       AND p.classid IN ('pg_trigger'::regclass, 'pg_policy'::regclass, 'pg_rewrite'::regclass, 'pg_statistic_ext'::regclass,
                         'pg_publication_rel'::regclass)
     GROUP BY p.classid, p.objid
  )
  SELECT o.kind, o.nspname AS schema, o.relname AS table, o.whole_schema, o.whole_name, o.name, o.said,
         d.description AS comment, coalesce(o.columns, x.columns) AS columns
    FROM attached o
    LEFT JOIN named x ON x.classid = o.classid AND x.objid = o.oid
    ${joinMemberOf("o.classid", "o.oid")}
    ${joinCommentOf("o.classid", "o.oid")}
   WHERE member.objid IS NULL
   ORDER BY o.nspname, o.relname, o.kind, o.name`;

function toAttachment(row: Row): Attachment {
  const { schema, table, name, columns } = row;
  const whole = { schema: row.whole_schema, name: row.whole_name };
  const on = { schema, table, whole, name, columns: columns ?? [] };
  switch (row.kind) {
    case "grants":
      return { kind: row.kind, ...on, grants: row.said };
    case "rowSecurity":
      return { kind: row.kind, ...on, ...row.said };
    case "statisticsTarget":
      return { kind: row.kind, ...on, ...row.said };
    case "columnSettings":
      return { kind: row.kind, ...on, ...row.said };
    case "replicaIdentity":
      return { kind: row.kind, ...on, ...row.said };
    case "clustering":
      return { kind: row.kind, ...on, ...row.said };
    case "publication":
      return { kind: row.kind, ...on, ...row.said };
    default:
      return { kind: row.kind, ...on, ...sqlOf(row.kind, { ...on, comment: row.comment }, row.said) };
  }
}
