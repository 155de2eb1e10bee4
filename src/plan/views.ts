import { type Grant, groupBy, type MaterializedView, qualify, quoteIdentifier, type View } from "../schema";
import { commentSql, neverRenamed, newComment, onlyIn, type Renderer, type Sql, sql } from "./renderer";

export const views: Renderer<"view"> = {
  create: (view) => [
    sql(createSql(view, "CREATE")),
    ...newComment(`VIEW ${pathSql(view)}`, view.comment),
    ...grantsSql(view),
  ],
  drop: (view) => [sql(`DROP VIEW ${pathSql(view)}`)],
  rename: () => neverRenamed("view"),
  alter: ({ to, aspects }) => [
    // Options that are not repeated would be lost.
    ...(aspects.includes("query") || aspects.includes("options")
      ? [sql(createSql(to, "CREATE OR REPLACE"))]
      : []),
    ...(aspects.includes("comment") ? [commentSql(`VIEW ${pathSql(to)}`, to.comment)] : []),
  ],
  inPlace: ({ from, to }) => continues(from.columns, to.columns),
};

/** A view's query may be replaced by one that gives the same columns and then perhaps more. */
function continues(from: View["columns"], to: View["columns"]): boolean {
  return (
    from !== null &&
    to !== null &&
    from.every(({ name, type }, position) => to[position]?.name === name && to[position]?.type === type)
  );
}

export const materializedViews: Renderer<"materializedView"> = {
  create: (view) => [
    sql(
      `CREATE MATERIALIZED VIEW ${pathSql(view)}${optionsSql(view)} AS\n${indent(view.query)}${view.populated ? "" : "\n  WITH NO DATA"}`,
    ),
    ...newComment(`MATERIALIZED VIEW ${pathSql(view)}`, view.comment),
    ...grantsSql(view),
  ],
  drop: (view) => [sql(`DROP MATERIALIZED VIEW ${pathSql(view)}`)],
  rename: () => neverRenamed("materializedView"),
  alter: ({ to }) => [commentSql(`MATERIALIZED VIEW ${pathSql(to)}`, to.comment)],
  inPlace: ({ aspects }) => onlyIn(aspects, ["comment"]),
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

/** A view that is made anew has the rights on it again. */
function grantsSql(view: View | MaterializedView): Sql[] {
  const together = groupBy(view.grants, ({ role, grantable }) => JSON.stringify([role, grantable]));
  return [...together.values()].flatMap((grants) => grantSql(view, grants));
}

function grantSql(view: View | MaterializedView, grants: readonly Grant[]): Sql[] {
  const [first] = grants;
  if (first === undefined) return [];
  const privileges = grants.map(({ privilege }) => privilege).join(", ");
  const to = (role: string) =>
    `GRANT ${privileges} ON ${pathSql(view)} TO ${role}${first.grantable ? " WITH GRANT OPTION" : ""}`;
  if (first.role === null) return [sql(to("PUBLIC"))];
  // Roles belong to a server, not to a database: another server of the project may not have this one.
  return [
    sql(
      `DO $$ BEGIN\n  ${to(quoteIdentifier(first.role))};\nEXCEPTION WHEN undefined_object THEN\n  NULL;\nEND $$`,
    ),
  ];
}
