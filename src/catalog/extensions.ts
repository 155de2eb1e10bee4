import { reader } from "./reader";

interface Row {
  readonly name: string;
  readonly schema: string;
}

/** Every database comes with plpgsql, so it is no part of a schema. */
export const extensions = reader<Row>(
  () => `
  SELECT e.extname AS name, n.nspname AS schema
    FROM pg_extension e
    JOIN pg_namespace n ON n.oid = e.extnamespace
   WHERE e.extname <> 'plpgsql'
   ORDER BY e.extname`,
  (row) => ({ kind: "extension", ...row }),
);
