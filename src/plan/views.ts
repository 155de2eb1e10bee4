import type { Alter } from "../change";
import { type ColumnNote, type MaterializedView, qualify, quoteIdentifier, type View } from "../schema";
import { grantStatements } from "./grants";
import { commentSql, neverRenamed, newComment, type Renderer, type Sql, sql } from "./renderer";

export const views: Renderer<"view"> = {
  create: (view) => [sql(createSql(view, "CREATE")), ...besides("VIEW", view)],
  drop: (view) => [sql(`DROP VIEW ${pathSql(view)}`)],
  rename: () => neverRenamed("view"),
  alter: ({ to, aspects }) => [
    // Options that are not repeated would be lost.
    ...(aspects.includes("query") || aspects.includes("options")
      ? [sql(createSql(to, "CREATE OR REPLACE"))]
      : []),
    ...(aspects.includes("comment") ? [commentSql(`VIEW ${pathSql(to)}`, to.comment)] : []),
  ],
  inPlace: {
    query: continues,
    options: continues,
    comment: continues,
    reads: continues,
    columns: continues,
    grants: continues,
    owner: continues,
    notes: continues,
  },
};

/** A view's query may be replaced by one that gives the same columns and then perhaps more. */
function continues({
  from: { columns: before },
  to: { columns: after },
}: Pick<Extract<Alter, { kind: "view" }>, "from" | "to">): boolean {
  return (
    before !== null &&
    after !== null &&
    before.every(
      ({ name, type }, position) => after[position]?.name === name && after[position]?.type === type,
    )
  );
}

export const materializedViews: Renderer<"materializedView"> = {
  create: (view) => [
    sql(
      `CREATE MATERIALIZED VIEW ${pathSql(view)}${optionsSql(view)} AS\n${indent(view.query)}${view.populated ? "" : "\n  WITH NO DATA"}`,
    ),
    ...besides("MATERIALIZED VIEW", view),
  ],
  drop: (view) => [sql(`DROP MATERIALIZED VIEW ${pathSql(view)}`)],
  rename: () => neverRenamed("materializedView"),
  alter: ({ to }) => [commentSql(`MATERIALIZED VIEW ${pathSql(to)}`, to.comment)],
  inPlace: {
    query: false,
    options: false,
    comment: true,
    reads: false,
    columns: false,
    grants: false,
    owner: false,
    notes: false,
    populated: false,
  },
};

const createSql = (view: View, create: string) =>
  `${create} VIEW ${pathSql(view)}${optionsSql(view)} AS\n${indent(view.query)}`;

const pathSql = ({ schema, name }: View | MaterializedView) => qualify(schema, name);
const optionsSql = ({ options }: View | MaterializedView) =>
  options.length === 0 ? "" : ` WITH (${options.join(", ")})`;

/** Moves the query two spaces in, keeping its own layout. Lines inside a string literal would change, so then nothing moves. */
function indent(query: string): string {
  const lines = query.trim().replace(/;\s*$/, "").split("\n");
  if (lines.length > 1 && /'[^']*\n[^']*'/.test(query)) return lines.join("\n");
  const margins = lines
    .slice(1)
    .filter((line) => line.trim() !== "")
    .map((line) => line.search(/\S/));
  const margin = margins.length === 0 ? 0 : Math.min(...margins);
  return lines
    .map((line, position) => `  ${position === 0 ? line.trimEnd() : line.slice(margin).trimEnd()}`)
    .join("\n");
}

/** What a view that is made anew has again. It is given away last: another role's may not be ours to speak of. */
function besides(word: string, view: View | MaterializedView): Sql[] {
  const path = pathSql(view);
  return [
    ...newComment(`${word} ${path}`, view.comment),
    ...view.notes
      .filter(({ column }) => hasColumn(view, column))
      .flatMap((note) => noteSql(word, path, note)),
    ...grantsSql(view),
    ...(view.owner === null
      ? []
      : [sql(asFarAsAllowed(`ALTER ${word} ${path} OWNER TO ${quoteIdentifier(view.owner)}`))]),
  ];
}

/** It may have lost the column on the way. */
const hasColumn = ({ columns }: View | MaterializedView, name: string) =>
  columns?.some((column) => column.name === name) ?? false;

function noteSql(word: string, path: string, { column, comment, default: value }: ColumnNote): Sql[] {
  const name = quoteIdentifier(column);
  return [
    ...newComment(`COLUMN ${path}.${name}`, comment),
    ...(value === null ? [] : [sql(`ALTER ${word} ${path} ALTER COLUMN ${name} SET DEFAULT ${value}`)]),
  ];
}

/** Only a member of the role, or a superuser, can give it something. */
const asFarAsAllowed = (statement: string) =>
  `DO $$ BEGIN\n  ${statement};\nEXCEPTION WHEN undefined_object OR insufficient_privilege THEN\n  RAISE WARNING '%', SQLERRM;\nEND $$`;

function grantsSql(view: View | MaterializedView): Sql[] {
  const grants = view.grants.filter(({ column }) => column === null || hasColumn(view, column));
  return grantStatements(pathSql(view), grants).map(sql);
}
