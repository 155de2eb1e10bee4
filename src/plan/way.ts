import {
  type Change,
  type Manner,
  noValues,
  type Plan,
  plainStatement,
  type Statement,
  type Values,
} from "../change";
import { type Column, idOf, mapSchema, qualify, quoteIdentifier, type Schema, tableIdOf } from "../schema";
import { nullGuard } from "./guards";
import { backfill } from "./online/backfill";
import { plan } from "./planner";
import { stillWith } from "./still";
import { separateCommits } from "./transactions";

type Diff = (before: Schema, after: Schema) => readonly Change[];

/**
 * The statements from `before` to `after`. Columns with a backfill become NOT NULL in steps: first everything with
 * those columns nullable and what goes still there, then their rows get values, then NOT NULL. A column that comes back without its values comes
 * with a default for the rows that are there, which goes again.
 */
export function planWay(before: Schema, after: Schema, values: Values, manner: Manner, diff: Diff): Plan {
  const filled = backfilled(before, after, values);
  const { restored } = values;
  if (filled.length + restored.size === 0) return plan(diff(before, after), before, after, values, manner);
  const ids = new Set(filled.map(({ column }) => idOf(column)));
  const full = filled.length > 0 ? stillWith(before, after) : after;
  const between = mapSchema(full, (object) => {
    if (object.kind === "column" && ids.has(idOf(object))) return { ...object, notNull: false };
    if (object.kind === "column" && restored.has(idOf(object)))
      return { ...object, default: restored.get(idOf(object)) ?? null };
    // A key makes its columns NOT NULL, so it comes with them.
    return object.kind === "primaryKey" && filled.length > 0
      ? (before.objects.get(idOf(object)) ?? object)
      : object;
  });
  const first = plan(diff(before, between), before, between, values, manner);
  const last = plan(diff(between, after), between, after, noValues, manner);
  const fills = filled.flatMap((fill) =>
    manner.strategy === "online" ? fillInBatches(fill, before, between) : fillStatements(fill, between),
  );
  return separateCommits([...first.statements, ...fills, ...last.statements]);
}

interface Backfilled {
  readonly column: Column;
  readonly expression: string;
}

/** The columns that become NOT NULL, or come as such, and whose rows somebody gave values. */
function backfilled(before: Schema, after: Schema, { backfills }: Values): Backfilled[] {
  return [...backfills].flatMap(([id, expression]): Backfilled[] => {
    const [from, column] = [before.objects.get(id), after.objects.get(id)];
    if (column?.kind !== "column" || !column.notNull) return [];
    const wasNullable = from === undefined || (from.kind === "column" && !from.notNull);
    const isOld = before.objects.has(tableIdOf(column));
    // NULL says that there are no rows.
    return wasNullable && isOld && !/^null$/i.test(expression) ? [{ column, expression }] : [];
  });
}

/** Whether all rows have a value then is looked at where they have to. */
function fillInBatches(fill: Backfilled, before: Schema, after: Schema): Statement[] {
  const world = { before, after, rebuiltEnums: new Set<string>(), values: noValues };
  const { text, transactional, afterCommit } = backfill(fill, world);
  return [{ sql: text, transactional, afterCommit, changes: [] }];
}

function fillStatements({ column, expression }: Backfilled, schema: Schema): Statement[] {
  const [table, name] = [qualify(column.schema, column.table), quoteIdentifier(column.name)];
  const update = `UPDATE ${table} SET ${name} = ${expression} WHERE ${name} IS NULL`;
  const deferred = [...schema.objects.values()].some(
    (object) =>
      "deferrable" in object && object.deferrable === "initially deferred" && object.table === column.table,
  );
  return [
    plainStatement(update),
    // What waits for the end of the transaction would keep the table from being altered.
    ...(deferred ? [plainStatement("SET CONSTRAINTS ALL IMMEDIATE")] : []),
    nullGuard(column, schema),
  ];
}
