import type { Deferrable, ReferentialAction, SchemaObject } from "../schema";
import { unwrap } from "./expressions";
import { isNew, joinComment, withRelations } from "./fragments";
import { reader, since } from "./reader";

interface Row {
  readonly type: "p" | "u" | "c" | "x" | "f";
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly comment: string | null;
  readonly columns: string[];
  readonly include: string[];
  readonly nullsNotDistinct: boolean;
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly validated: boolean;
  readonly noInherit: boolean;
  readonly expression: string | null;
  readonly definition: string | null;
  readonly referenced_schema: string | null;
  readonly referenced_table: string | null;
  readonly referenced_columns: string[];
  readonly delete_columns: string[];
  readonly on_delete: string;
  readonly on_update: string;
  readonly match: string;
}

/** The names of the columns that an array of `con` lists, in its order. */
const names = (alias: string, list: string, relation: string) => `
    LEFT JOIN (SELECT con.oid, array_agg(a.attname::text ORDER BY k.position) AS names
                 FROM pg_constraint con
                 CROSS JOIN LATERAL unnest(con.${list}) WITH ORDINALITY k(attnum, position)
                 JOIN pg_attribute a ON a.attrelid = con.${relation} AND a.attnum = k.attnum
                WHERE ${isNew("con.oid")} AND ${isNew("a.attrelid")}
                GROUP BY con.oid) ${alias} ON ${alias}.oid = con.oid`;

/** The columns behind INCLUDE, which only the index knows. */
const included = `
    LEFT JOIN (SELECT i.indexrelid, array_agg(a.attname::text ORDER BY k.position) AS names
                 FROM pg_index i
                 CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY k(attnum, position)
                 JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
                WHERE k.position > i.indnkeyatts AND ${isNew("i.indexrelid")} AND ${isNew("a.attrelid")}
                GROUP BY i.indexrelid) included ON included.indexrelid = con.conindid AND con.contype IN ('p', 'u')`;

const nullsNotDistinct = since(150_000, "coalesce(i.indnullsnotdistinct, false)", "false");
const deleteColumns = since(150_000, "coalesce(deleted.names, '{}')", "'{}'::text[]");
const joinDeleted = since(150_000, names("deleted", "confdelsetcols", "conrelid"), "");

/** Of constraints with a parent, the parent is ours and these are copies for partitions. */
export const constraints = reader<Row>(
  (version) => `${withRelations}
  SELECT con.contype AS type, r.nspname AS schema, r.relname AS table, con.conname AS name, d.description AS comment,
         coalesce(keys.names, '{}') AS columns, coalesce(included.names, '{}') AS include,
         ${nullsNotDistinct(version)} AS "nullsNotDistinct",
         con.condeferrable AS deferrable, con.condeferred AS deferred, con.convalidated AS validated,
         con.connoinherit AS "noInherit", pg_get_expr(con.conbin, con.conrelid) AS expression,
         CASE WHEN con.contype = 'x' THEN pg_get_constraintdef(con.oid) END AS definition,
         fn.nspname AS referenced_schema, f.relname AS referenced_table,
         coalesce(referenced.names, '{}') AS referenced_columns, ${deleteColumns(version)} AS delete_columns,
         con.confdeltype AS on_delete, con.confupdtype AS on_update, con.confmatchtype AS match
    FROM relation r
    JOIN pg_constraint con ON con.conrelid = r.oid AND con.conparentid = 0 AND con.contype IN ('p', 'u', 'c', 'x', 'f')
    LEFT JOIN pg_index i ON i.indexrelid = con.conindid AND con.contype IN ('p', 'u')
    LEFT JOIN pg_class f ON f.oid = con.confrelid
    LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
    ${joinComment("pg_constraint", "con.oid")}${names("keys", "conkey", "conrelid")}${included}
    ${names("referenced", "confkey", "confrelid")}${joinDeleted(version)}
   ORDER BY r.nspname, r.relname, con.conname`,
  toConstraint,
);

function toConstraint(row: Row): SchemaObject {
  const { schema, table, name, comment, columns, include, validated } = row;
  const deferrable = deferrableOf(row);
  switch (row.type) {
    case "p":
      return { kind: "primaryKey", schema, table, name, columns, include, deferrable, comment };
    case "u": {
      const { nullsNotDistinct } = row;
      return { kind: "unique", schema, table, name, columns, include, nullsNotDistinct, deferrable, comment };
    }
    case "c": {
      const expression = unwrap(row.expression ?? "");
      return { kind: "check", schema, table, name, expression, noInherit: row.noInherit, validated, comment };
    }
    case "x":
      return { kind: "exclusion", schema, table, name, definition: exclusionOf(row), deferrable, comment };
    case "f":
      return {
        kind: "foreignKey",
        schema,
        table,
        name,
        columns,
        references: {
          schema: row.referenced_schema ?? "",
          table: row.referenced_table ?? "",
          columns: row.referenced_columns,
        },
        onDelete: actionOf(row.on_delete),
        onDeleteColumns: row.delete_columns,
        onUpdate: actionOf(row.on_update),
        match: row.match === "f" ? "FULL" : "SIMPLE",
        deferrable,
        validated,
        comment,
      };
  }
}

function deferrableOf({ deferrable, deferred }: Row): Deferrable {
  if (!deferrable) return null;
  return deferred ? "initially deferred" : "initially immediate";
}

const exclusionOf = ({ definition }: Row) =>
  (definition ?? "").replace(/^EXCLUDE /, "").replace(/ DEFERRABLE(?: INITIALLY DEFERRED)?$/, "");

const actions: Readonly<Record<string, ReferentialAction>> = {
  a: "NO ACTION",
  r: "RESTRICT",
  c: "CASCADE",
  n: "SET NULL",
  d: "SET DEFAULT",
};

const actionOf = (code: string) => actions[code] ?? "NO ACTION";
