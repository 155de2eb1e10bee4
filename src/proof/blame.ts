import type { Statement } from "../change";
import { diff } from "../diff";
import { SchemaError } from "../errors";
import { plan } from "../plan";
import { PostgresError } from "../postgres";
import type { Session } from "../postgres/database";
import {
  type Column,
  childrenOf,
  emptySchema,
  filterSchema,
  type Id,
  idOf,
  isTableChild,
  mapSchema,
  type Schema,
  type SchemaObject,
  schemaOf,
  type TableChild,
} from "../schema";

/** PostgreSQL does not make this object: its default, its expression or its type is wrong. */
export class Rejected extends SchemaError {
  readonly object: Id;

  constructor(object: SchemaObject, cause: PostgresError) {
    super({
      code: "EXPRESSION_REJECTED",
      message: `PostgreSQL rejects ${idOf(object).replace(":", " ")}: ${cause.message}.`,
      hint: cause.serverHint ?? "Correct what the entity says there; the message is PostgreSQL's own.",
      cause,
    });
    this.object = idOf(object);
  }
}

/** Finds out which object of a schema it is that cannot be made. Gives back `cause` where that cannot be told. */
export async function blame(session: Session, schema: Schema, cause: unknown): Promise<unknown> {
  if (!(cause instanceof PostgresError)) return cause;
  const failure = await firstFailure(session, statementsOf(schema));
  if (failure === null) return cause;
  const suspects = failure.statement.changes.flatMap(({ to }) => to ?? []).filter(canBeWrong);
  for (const suspect of suspects.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    const alone = suspects.length === 1 || !isTableChild(suspect);
    const found = alone ? failure : await firstFailure(session, statementsOf(only(suspect, schema)));
    if (found !== null) return new Rejected(suspect, found.error);
  }
  return cause;
}

const statementsOf = (schema: Schema) => plan(diff(emptySchema, schema), emptySchema, schema).statements;

interface StatementFailure {
  readonly statement: Statement;
  readonly error: PostgresError;
}

async function firstFailure(
  session: Session,
  statements: readonly Statement[],
): Promise<StatementFailure | null> {
  await session.query("BEGIN");
  try {
    for (const statement of statements) {
      try {
        await session.query(statement.sql);
      } catch (error) {
        if (error instanceof PostgresError) return { statement, error };
        throw error;
      }
    }
    return null;
  } finally {
    await session.query("ROLLBACK");
  }
}

function canBeWrong({ kind }: SchemaObject): boolean {
  return kind !== "table" && kind !== "sequence" && kind !== "namespace";
}

/** Columns by themselves first: what is computed from a wrong one is wrong too. */
function rankOf(object: SchemaObject): number {
  if (object.kind !== "column") return 2;
  return object.generated === null ? 0 : 1;
}

/** The object on its table, with as little else as it needs: the columns that the table is partitioned by are not. */
function only(suspect: TableChild, schema: Schema): Schema {
  const isHome = (object: SchemaObject) =>
    object.kind === "table" && object.schema === suspect.schema && object.name === suspect.table;
  const base = mapSchema(
    filterSchema(
      schema,
      (object) => ["namespace", "extension", "enum"].includes(object.kind) || isHome(object),
    ),
    (object) => (object.kind === "table" ? { ...object, partitionKey: null, parts: [] } : object),
  );
  const sequences = [...schema.objects.values()].flatMap((object) =>
    object.kind === "sequence" ? [{ ...object, ownedBy: null }] : [],
  );
  const isPlain = suspect.kind === "column" && suspect.generated === null;
  const others = childrenOf(schema, { schema: suspect.schema, name: suspect.table }).filter(
    (child): child is Column => child.kind === "column" && child !== suspect,
  );
  const around = isPlain ? [] : others.map((column) => ({ ...column, default: null, generated: null }));
  return schemaOf([...base.objects.values(), ...sequences, ...around, suspect]);
}
