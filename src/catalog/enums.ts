import { isOurs, joinComment, joinMember } from "./fragments";
import { reader } from "./reader";

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly labels: string[];
  readonly comment: string | null;
}

export const enums = reader<Row>(
  () => `
  SELECT n.nspname AS schema, t.typname AS name, d.description AS comment,
         coalesce(array_agg(l.enumlabel::text ORDER BY l.enumsortorder) FILTER (WHERE l.oid IS NOT NULL), '{}') AS labels
    FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace
    LEFT JOIN pg_enum l ON l.enumtypid = t.oid
    ${joinMember("pg_type", "t.oid")}
    ${joinComment("pg_type", "t.oid")}
   WHERE t.typtype = 'e' AND ${isOurs("n.nspname")} AND member.objid IS NULL
   GROUP BY n.nspname, t.typname, d.description
   ORDER BY n.nspname, t.typname`,
  (row) => ({ kind: "enum", ...row }),
);
