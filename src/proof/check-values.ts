import type { Values } from "../change";
import { SchemaError } from "../errors";
import { stillWith } from "../plan";
import { PostgresError } from "../postgres";
import type { Session } from "../postgres/database";
import {
  type Column,
  type Id,
  idOf,
  listOf,
  mapSchema,
  qualify,
  quoteIdentifier,
  type Schema,
  type SchemaObject,
  schemaOf,
} from "../schema";
import { build } from "./build";
import { excerpt } from "./excerpt";

/** Lets PostgreSQL read what a person wrote for the values of columns. Throws `EXPRESSION_INVALID` where it cannot. */
export async function checkValues(
  session: Session,
  { usings, usingsBack, backfills }: Values,
  current: Schema,
  desired: Schema,
): Promise<void> {
  const read = (column: Column, expression: string) =>
    `SELECT (${expression}) FROM ${qualify(column.schema, column.table)} LIMIT 0`;
  const fill = (column: Column, expression: string) =>
    `UPDATE ${qualify(column.schema, column.table)} SET ${quoteIdentifier(column.name)} = ${expression} WHERE false`;
  await check(session, "using", usings, withTypes(current, desired), read);
  await check(session, "using-back", usingsBack, withTypes(desired, current), read);
  await check(session, "backfill", backfills, stillWith(current, desired), fill);
}

/** Old values become new ones when every new type is there, and every old label still. */
function withTypes(current: Schema, desired: Schema): Schema {
  const types = listOf(desired, "enum").map((type) => {
    const old = current.objects.get(idOf(type));
    return old?.kind === "enum" ? { ...type, labels: [...new Set([...old.labels, ...type.labels])] } : type;
  });
  const homes = listOf(desired, "namespace").filter((home) => !current.objects.has(idOf(home)));
  return schemaOf(
    new Map(
      [...homes, ...current.objects.values(), ...types].map((object) => [idOf(object), object]),
    ).values(),
  );
}

async function check(
  session: Session,
  what: "using" | "using-back" | "backfill",
  expressions: ReadonlyMap<Id, string>,
  schema: Schema,
  sqlOf: (column: Column, expression: string) => string,
): Promise<void> {
  const columns = [...expressions].flatMap(([id, expression]) => {
    const column = schema.objects.get(id);
    return column?.kind === "column" ? [{ column, expression }] : [];
  });
  if (columns.length === 0) return;
  const tables = new Set([
    ...columns.map(({ column }) => qualify(column.schema, column.table)),
    // Values may come from other tables.
    ...listOf(schema, "table").flatMap(({ schema: home, name }) =>
      columns.some(({ expression }) => expression.includes(name)) ? [qualify(home, name)] : [],
    ),
  ]);
  const parts = [...schema.objects.values()].filter(
    (object) =>
      object.kind === "enum" ||
      (object.kind === "column" && tables.has(qualify(object.schema, object.table))),
  );
  await session.query("BEGIN");
  try {
    await build(session, mapSchema(excerpt(schema, parts), withoutDefault));
    for (const { column, expression } of columns)
      await session.query(sqlOf(column, expression)).catch((error) => {
        throw error instanceof PostgresError ? invalid(what, column, expression, error) : error;
      });
  } finally {
    await session.query("ROLLBACK");
  }
}

/** What is wrong with a default is not wrong with what was said here. */
const withoutDefault = (object: SchemaObject): SchemaObject =>
  object.kind === "column" ? { ...object, default: null } : object;

function invalid(what: string, column: Column, expression: string, cause: PostgresError): SchemaError {
  const path = `${qualify(column.schema, column.table)}.${quoteIdentifier(column.name)}`;
  return new SchemaError({
    code: "EXPRESSION_INVALID",
    message: `The ${what} expression of ${path}, ${expression}, is refused by PostgreSQL: ${cause.message}.`,
    hint: `Correct it; it may use the columns of the table by their new names.`,
    cause,
  });
}
