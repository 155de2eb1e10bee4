import { isOurs, joinCommentOf, joinMember } from "./fragments";
import { reader } from "./reader";

interface Row {
  readonly name: string;
  readonly comment: string | null;
}

/** Every new database has this comment on `public`; nobody wrote it. */
const initialComment = "standard public schema";

export const namespaces = reader<Row>(
  () => `
  SELECT n.nspname AS name, d.description AS comment
    FROM pg_namespace n
    ${joinMember("pg_namespace", "n.oid")}
    ${joinCommentOf("'pg_namespace'::regclass", "n.oid")}
   WHERE ${isOurs("n.nspname")} AND member.objid IS NULL
   ORDER BY n.nspname`,
  ({ name, comment }) => ({ kind: "namespace", name, comment: comment === initialComment ? null : comment }),
);
