import { type MaterializedView, qualify, type View } from "../schema";
import { commentSql, neverRenamed, newComment, onlyIn, type Renderer, sql } from "./renderer";

export const views: Renderer<"view"> = {
  create: (view) => [
    sql(`CREATE VIEW ${pathSql(view)}${optionsSql(view)} AS\n${indent(view.query)}`),
    ...newComment(`VIEW ${pathSql(view)}`, view.comment),
  ],
  drop: (view) => [sql(`DROP VIEW ${pathSql(view)}`)],
  rename: () => neverRenamed("view"),
  alter: ({ to }) => [commentSql(`VIEW ${pathSql(to)}`, to.comment)],
  inPlace: ({ aspects }) => onlyIn(aspects, ["comment"]),
};

export const materializedViews: Renderer<"materializedView"> = {
  create: (view) => [
    sql(
      `CREATE MATERIALIZED VIEW ${pathSql(view)}${optionsSql(view)} AS\n${indent(view.query)}${view.populated ? "" : "\n  WITH NO DATA"}`,
    ),
    ...newComment(`MATERIALIZED VIEW ${pathSql(view)}`, view.comment),
  ],
  drop: (view) => [sql(`DROP MATERIALIZED VIEW ${pathSql(view)}`)],
  rename: () => neverRenamed("materializedView"),
  alter: ({ to }) => [commentSql(`MATERIALIZED VIEW ${pathSql(to)}`, to.comment)],
  inPlace: ({ aspects }) => onlyIn(aspects, ["comment"]),
};

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
