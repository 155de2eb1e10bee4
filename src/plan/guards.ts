import {
  type Alter,
  type Change,
  inSequence,
  invert,
  plainStatement,
  type Renaming,
  rekey,
  type Statement,
  type Values,
} from "../change";
import {
  type Column,
  type Enum,
  type Id,
  idOf,
  listOf,
  pathOf,
  quoteIdentifier,
  quoteLiteral,
  type Schema,
} from "../schema";
import { guardSql, readingGuardSql } from "./guard-sql";
import { enumAt, misfit } from "./misfits";
import { typeSql } from "./types";

/** A condition of rows that stand in the way, and what is said of them. */
interface Misfit {
  readonly column: Column;
  readonly condition: string;
  /** `have a value in code that varchar(5) cannot hold` */
  readonly problem: string;
}

/**
 * Statements that look at the rows before anything is changed, and fail with their number and one of their keys where
 * a value would not fit, or would be cut or rounded without a word.
 *
 * @param before the schema with the new names of `renamings`, which run after the guards
 */
export function guardStatements(
  changes: readonly Change[],
  before: Schema,
  after: Schema,
  values: Values,
  renamings: readonly Renaming[],
): Statement[] {
  const old = oldNames(before, renamings);
  const guarded = (obstacles: readonly Misfit[]) => obstacles.map((obstacle) => guard(obstacle, old.schema));
  return changes.flatMap((change) => {
    if (change.action !== "alter") return [];
    if (change.kind === "column" && isConverted(change) && !values.usings.has(idOf(change.to)))
      return guarded(retypeObstacles(change.from, change.to, before, after, old));
    if (change.kind === "column" && values.attempted.has(idOf(change.to)))
      return [readingGuard(change.from, change.to, before, after)];
    if (change.kind === "enum" && change.aspects.includes("labels"))
      return guarded(labelObstacles(change.from, change.to, before, after, values, old));
    return [];
  });
}

/** Fails where the text of a value cannot be read as the other type. */
function readingGuard(from: Column, to: Column, before: Schema, after: Schema): Statement {
  const type = typeSql(to.type);
  // The labels are known beforehand, and the enum itself may only be about to come.
  const around = { before, after };
  const name = quoteIdentifier(from.name);
  const condition = enumAt(to.type, after) === undefined ? null : misfit(name, from.type, to.type, around);
  const sql =
    condition === null
      ? readingGuardSql(from, type, before)
      : guardSql(from, condition, unfit(from, to), before);
  const stopsFor = `column ${pathOf(from)}, read as ${type} from its text`;
  return { ...plainStatement(sql), stopsFor };
}

const unfit = (from: Column, to: Column) =>
  `have a value in ${quoteIdentifier(from.name)} that ${typeSql(to.type)} cannot hold`;

/** What is computed is computed anew. */
const isConverted = ({ to, aspects }: Extract<Alter, { kind: "column" }>) =>
  aspects.includes("type") && to.generated === null;

/** Fails where a backfill left rows without a value. */
export function nullGuard(column: Column, schema: Schema): Statement {
  const name = quoteIdentifier(column.name);
  const condition = `${name} IS NULL`;
  return guard({ column, condition, problem: `still have no ${name} after its backfill` }, schema);
}

interface OldNames {
  readonly schema: Schema;
  columnOf(column: Column): Column;
}

/** Every object under the name that it has before the renames. */
function oldNames(before: Schema, renamings: readonly Renaming[]): OldNames {
  if (renamings.length === 0) return { schema: before, columnOf: (column) => column };
  const schema = rekey(before, inSequence(renamings).toReversed().map(invert));
  const past = [...schema.objects.values()];
  const known = new Map<Id, Column>(
    [...before.objects.keys()].flatMap((id, position) => {
      const object = past[position];
      return object?.kind === "column" ? [[id, object]] : [];
    }),
  );
  return { schema, columnOf: (column) => known.get(idOf(column)) ?? column };
}

function retypeObstacles(from: Column, to: Column, before: Schema, after: Schema, old: OldNames): Misfit[] {
  const column = old.columnOf(from);
  const condition = misfit(quoteIdentifier(column.name), from.type, to.type, { before, after });
  return condition === null ? [] : [{ column, condition, problem: unfit(column, to) }];
}

/** Rows that have a label which goes and for which nothing was given. */
function labelObstacles(
  from: Enum,
  to: Enum,
  before: Schema,
  after: Schema,
  values: Values,
  old: OldNames,
): Misfit[] {
  const mapped = values.maps.get(idOf(to));
  const gone = from.labels.filter((label) => !to.labels.includes(label) && !mapped?.has(label));
  if (gone.length === 0) return [];
  const labels = gone.map(quoteLiteral).join(", ");
  return listOf(before, "column")
    .filter((column) => enumAt(column.type, before) === from && after.objects.has(idOf(column)))
    .map((column) => {
      const past = old.columnOf(column);
      const name = quoteIdentifier(past.name);
      const condition = past.type.array
        ? `${name}::text[] && ARRAY[${labels}]`
        : `${name}::text IN (${labels})`;
      return { column: past, condition, problem: `have a value in ${name} that goes (${gone.join(", ")})` };
    });
}

function guard({ column, condition, problem }: Misfit, schema: Schema): Statement {
  return plainStatement(guardSql(column, condition, problem, schema));
}
