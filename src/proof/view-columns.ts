import { type Renaming, samePath } from "../change";
import type { Session } from "../postgres/database";
import { type AnyView, idOf, listOf, qualify, type Schema } from "../schema";
import { build } from "./build";
import { excerpt } from "./excerpt";

const viewsOf = (schema: Schema): AnyView[] => [
  ...listOf(schema, "view"),
  ...listOf(schema, "materializedView"),
];

/**
 * The columns of views that have a new name because a column that the view reads has it. PostgreSQL keeps a view's own
 * column names when a table's change; where the entities say the new name, the view's column follows.
 */
export async function followInViews(
  session: Session,
  renamings: readonly Renaming[],
  renamed: Schema,
  desired: Schema,
): Promise<Renaming[]> {
  const columns = renamings.filter((renaming) => renaming.kind === "column");
  const pairs = viewsOf(desired).flatMap((to) => {
    const from = renamed.objects.get(idOf(to));
    return from?.kind === to.kind && from.query !== to.query ? [{ from: from as AnyView, to }] : [];
  });
  if (columns.length === 0 || pairs.length === 0) return [];
  const before = await columnsOfViews(
    session,
    renamed,
    pairs.map(({ from }) => from),
  );
  const after = await columnsOfViews(
    session,
    desired,
    pairs.map(({ to }) => to),
  );
  return pairs.flatMap(({ to }) => {
    const path = { schema: to.schema, name: to.name };
    const [old, fresh] = [before, after].map((known) => known.get(qualify(to.schema, to.name)) ?? []);
    if (old === undefined || fresh === undefined || old.length !== fresh.length) return [];
    return old.flatMap((name, position): Renaming[] => {
      const follows = columns.some(
        (column) => column.from === name && column.to === fresh[position] && !samePath(column.table, path),
      );
      return follows ? [{ kind: "column", table: path, from: name, to: fresh[position] ?? name }] : [];
    });
  });
}

/** The names of the views' columns, in order. */
async function columnsOfViews(
  session: Session,
  schema: Schema,
  views: readonly AnyView[],
): Promise<Map<string, string[]>> {
  await session.query("BEGIN");
  try {
    await build(session, excerpt(schema, views));
    const rows = await session.query<{ schema: string; name: string; columns: string[] }>(
      `SELECT n.nspname AS schema, c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
         FROM pg_catalog.pg_class c
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relkind IN ('v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        GROUP BY 1, 2`,
    );
    return new Map(rows.map(({ schema: home, name, columns }) => [qualify(home, name), columns]));
  } finally {
    await session.query("ROLLBACK");
  }
}
