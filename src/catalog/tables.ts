import type { Table } from "../schema";
import { joinComment, withRelations } from "./fragments";
import { reader } from "./reader";

export const tables = reader<Omit<Table, "kind">>(
  () => `${withRelations}
  SELECT r.nspname AS schema, r.relname AS name, r.relpersistence = 'u' AS unlogged,
         CASE WHEN r.relkind = 'p' THEN pg_get_partkeydef(r.oid) END AS "partitionKey", d.description AS comment
    FROM relation r
    ${joinComment("pg_class", "r.oid")}
   WHERE r.relkind IN ('r', 'p')
   ORDER BY r.nspname, r.relname`,
  (row) => ({ kind: "table", ...row }),
);
