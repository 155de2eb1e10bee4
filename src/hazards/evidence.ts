import type { Change, Plan } from "../change";
import { isAtLeast, type LockMode } from "../change";
import type { StatementCost, TableCost } from "../proof/costs";
import {
  homeIds,
  type Id,
  idOf,
  isTableChild,
  type SchemaObject,
  type TableChild,
  tableIdOf,
} from "../schema";
import { type Fact, factsOf } from "./facts";
import type { Evidence, Occurrence, SeenStep } from "./rule";

/** The steps of a plan with what each was seen to do; what was run beside the plan changes nothing that is known. */
export async function stepsOf(
  { statements }: Plan,
  costs: readonly StatementCost[] | null,
): Promise<SeenStep[]> {
  const waiting = [...statements];
  const changesOf = (sql: string) => {
    const position = waiting.findIndex((statement) => statement.sql === sql);
    return position < 0 ? [] : (waiting.splice(position, 1)[0]?.changes ?? []);
  };
  const sent = costs ?? statements.map(({ sql }) => ({ sql }));
  return Promise.all(
    sent.map(async (each) => ({
      sql: each.sql,
      changes: changesOf(each.sql),
      cost: "tables" in each ? each : null,
      facts: await factsOf(each.sql),
    })),
  );
}

export interface PlacedChange {
  readonly change: Change;
  readonly step: number;
}

/** Every change once, with the first statement that makes it. */
export function changesIn({ steps }: Evidence): PlacedChange[] {
  const seen = new Set<Change>();
  return steps.flatMap(({ changes }, step) =>
    changes.flatMap((change) => {
      if (seen.has(change)) return [];
      seen.add(change);
      return [{ change, step }];
    }),
  );
}

/** The changes to what stands on tables that are there already, and may hold rows. */
export function changesToExisting(evidence: Evidence): PlacedChange[] {
  const all = changesIn(evidence);
  const made = new Map<Id, number>(
    all.flatMap(({ change, step }) =>
      change.action === "create" && (change.kind === "table" || change.kind === "materializedView")
        ? [[idOf(change.to), step] as const]
        : [],
    ),
  );
  const isMade = (id: Id, step: number) => (made.get(id) ?? Number.POSITIVE_INFINITY) <= step;
  return all.filter(({ change, step }) => !homesOf(change.to ?? change.from).some((id) => isMade(id, step)));
}

/** A scratch database need not have its partitions, and without them nothing is seen to be done to rows. */
export function isOnPartitioned(object: TableChild, { before }: Evidence): boolean {
  const home = before.objects.get(tableIdOf(object));
  return home?.kind === "table" && home.partitionKey !== null;
}

const homesOf = (object: SchemaObject): Id[] => (isTableChild(object) ? homeIds(object) : [idOf(object)]);

export interface PlacedCost {
  readonly cost: TableCost;
  readonly step: number;
}

/** What was done to tables while they were locked at least so. */
export function costsUnder({ steps }: Evidence, least: LockMode): PlacedCost[] {
  return steps.flatMap(({ cost }, step) =>
    (cost?.tables ?? []).filter(({ lock }) => isAtLeast(lock, least)).map((each) => ({ cost: each, step })),
  );
}

/** Whether the statement makes such a change. */
export function makes({ steps }: Evidence, step: number, is: (change: Change) => boolean): boolean {
  return steps[step]?.changes.some(is) ?? false;
}

/** What the statements' own texts say. */
export function factsLike({ steps }: Evidence, kind: Fact["kind"]): Occurrence[] {
  return steps.flatMap(({ facts }, step) =>
    facts.filter((fact) => fact.kind === kind).map(({ subject }) => ({ subject, step })),
  );
}

/** The same of rows: only where a table was written that may have some. */
export function factsOfRows({ steps }: Evidence, kind: Fact["kind"]): Occurrence[] {
  return steps.flatMap(({ facts, cost }, step) => {
    const old = cost?.tables.filter(({ lock }) => isAtLeast(lock, "ROW EXCLUSIVE"));
    const isOld = (table: string) => old?.some((each) => isCalled(each.table, table)) ?? true;
    return facts
      .filter((fact) => fact.kind === kind && isOld(fact.table))
      .map(({ subject }) => ({ subject, step }));
  });
}

/** Whether the path, which is quoted, may be of what is called so, with its schema or without. */
function isCalled(path: string, name: string): boolean {
  const plain = path.replaceAll('"', "");
  return plain === name || plain.endsWith(`.${name}`);
}
