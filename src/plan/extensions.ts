import { quoteIdentifier } from "../schema";
import { commentSql, neverRenamed, newComment, type Renderer, sql } from "./renderer";

export const namespaces: Renderer<"namespace"> = {
  create: ({ name, comment }) => [
    sql(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(name)}`),
    ...newComment(`SCHEMA ${quoteIdentifier(name)}`, comment),
  ],
  drop: ({ name }) => [sql(`DROP SCHEMA ${quoteIdentifier(name)}`)],
  rename: ({ from, to }) => [
    sql(`ALTER SCHEMA ${quoteIdentifier(from.name)} RENAME TO ${quoteIdentifier(to.name)}`),
  ],
  alter: ({ to }) => [commentSql(`SCHEMA ${quoteIdentifier(to.name)}`, to.comment)],
  inPlace: { comment: true },
};

export const extensions: Renderer<"extension"> = {
  create: ({ name, schema }) => [
    sql(
      `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(name)}${schema === null ? "" : ` SCHEMA ${quoteIdentifier(schema)}`}`,
    ),
  ],
  drop: ({ name }) => [sql(`DROP EXTENSION ${quoteIdentifier(name)}`)],
  rename: () => neverRenamed("extension"),
  alter: ({ to }) =>
    to.schema === null
      ? []
      : [sql(`ALTER EXTENSION ${quoteIdentifier(to.name)} SET SCHEMA ${quoteIdentifier(to.schema)}`)],
  inPlace: { schema: true },
};
