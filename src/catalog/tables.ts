import type { Table } from "../schema";
import { joinComment, withRelations } from "./fragments";
import { reader } from "./reader";

interface Row extends Omit<Table, "kind" | "storage"> {
  readonly storage: string[] | null;
}

export const tables = reader<Row>(
  () => `${withRelations}
  SELECT r.nspname AS schema, r.relname AS name, r.relpersistence = 'u' AS unlogged,
         CASE WHEN r.relkind = 'p' THEN pg_get_partkeydef(r.oid) END AS "partitionKey", r.reloptions AS storage,
         d.description AS comment
    FROM relation r
    ${joinComment("pg_class", "r.oid")}
   WHERE r.relkind IN ('r', 'p')
   ORDER BY r.nspname, r.relname`,
  (row) => ({ kind: "table", ...row, storage: (row.storage ?? []).toSorted() }),
);
