import type { Part } from "../schema";
import { isNew, joinComment, withHeirs, withRelations } from "./fragments";
import { reader } from "./reader";

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly unlogged: boolean;
  readonly partitionKey: string | null;
  readonly inherited: boolean;
  readonly comment: string | null;
  readonly parts: Part[] | null;
  readonly storage: string[] | null;
}

/** Partitions that a view reads, that have a trigger, policy or rule of their own, or partitions: the outermost first. */
const parts = `
    SELECT root.ancestor AS oid,
           json_agg(json_build_object('schema', n.nspname, 'name', c.relname,
                                      'of', json_build_object('schema', un.nspname, 'name', up.relname),
                                      'bounds', pg_get_expr(c.relpartbound, c.oid),
                                      'partitionKey', CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END)
                    ORDER BY root.distance, n.nspname, c.relname) AS parts
      FROM pg_class c
      JOIN (SELECT refobjid AS oid FROM pg_depend
             WHERE classid = 'pg_rewrite'::regclass AND refclassid = 'pg_class'::regclass AND ${isNew("objid")}
            UNION SELECT tgrelid FROM pg_trigger WHERE NOT tgisinternal AND tgparentid = 0
            UNION SELECT polrelid FROM pg_policy
            UNION SELECT oid FROM pg_class WHERE relispartition AND relrowsecurity
            UNION SELECT h.ancestor FROM heir h) held ON held.oid = c.oid AND c.relispartition
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_inherits i ON i.inhrelid = c.oid
      JOIN pg_class up ON up.oid = i.inhparent
      JOIN pg_namespace un ON un.oid = up.relnamespace
      JOIN heir root ON root.oid = c.oid
      JOIN pg_class r ON r.oid = root.ancestor AND NOT r.relispartition
     GROUP BY root.ancestor`;

export const tables = reader<Row>(
  () => `${withRelations}${withHeirs}
  SELECT r.nspname AS schema, r.relname AS name, r.relpersistence = 'u' AS unlogged,
         CASE WHEN r.relkind = 'p' THEN pg_get_partkeydef(r.oid) END AS "partitionKey", part.parts,
         r.relkind = 'r' AND r.oid IN (SELECT ancestor FROM heir) AS inherited,
         r.reloptions AS storage, d.description AS comment
    FROM relation r
    LEFT JOIN (${parts}) part ON part.oid = r.oid
    ${joinComment("pg_class", "r.oid")}
   WHERE r.relkind IN ('r', 'p')
   ORDER BY r.nspname, r.relname`,
  (row) => ({ kind: "table", ...row, parts: row.parts ?? [], storage: (row.storage ?? []).toSorted() }),
);
