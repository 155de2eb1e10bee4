import { readCatalog } from "../catalog";
import type { Change, Plan } from "../change";
import { diff } from "../diff";
import { SchemaError } from "../errors";
import type { Session } from "../postgres/database";
import { idOf, type Schema } from "../schema";
import { build, printedBy } from "./build";
import { mergeCosts, observe, type TableCost } from "./measure";

/** What was shown in the scratch database before the file was written. */
export interface Proof {
  /** What `up` did to tables that existed before. */
  readonly up: readonly TableCost[];
  readonly down: readonly TableCost[];
}

export interface Claim {
  readonly current: Schema;
  readonly desired: Schema;
  readonly up: Plan;
  readonly down: Plan;
}

/**
 * Shows in an empty scratch database that current + up is desired, and that down leads back.
 * Throws `PROOF_FAILED` with the difference when it does not: then the plan is wrong, and nothing may be written.
 */
export async function prove(session: Session, { current, desired, up, down }: Claim): Promise<Proof> {
  const goal = await printedBy(session, desired);
  await build(session, current);
  const start = await readCatalog(session);
  const upCosts = await run(session, up);
  expectSame(goal, await readCatalog(session), "up", "the entities describe");
  const downCosts = await run(session, down);
  expectSame(start, await readCatalog(session), "down", "was there before");
  return { up: mergeCosts(upCosts), down: mergeCosts(downCosts) };
}

/** Runs the plan as `apply` would: in one transaction, or each statement by itself. */
async function run(session: Session, { statements, transaction }: Plan): Promise<TableCost[]> {
  if (transaction)
    return inTransaction(session, () =>
      observe(session, async () => {
        for (const { sql } of statements) await session.query(sql);
      }),
    );
  const costs: TableCost[] = [];
  for (const { sql, transactional } of statements) {
    // What refuses a transaction cannot be observed from inside one; CONCURRENTLY never blocks reads or writes.
    if (transactional)
      costs.push(
        ...(await inTransaction(session, () =>
          observe(session, async () => void (await session.query(sql))),
        )),
      );
    else await session.query(sql);
  }
  return costs;
}

async function inTransaction<T>(session: Session, work: () => Promise<T>): Promise<T> {
  await session.query("BEGIN");
  try {
    const result = await work();
    await session.query("COMMIT");
    return result;
  } catch (error) {
    await session.query("ROLLBACK");
    throw error;
  }
}

function expectSame(expected: Schema, actual: Schema, direction: "up" | "down", what: string): void {
  const changes = diff(expected, actual);
  if (changes.length === 0) return;
  throw new SchemaError({
    code: "PROOF_FAILED",
    message: `The planned \`${direction}\` does not lead to what ${what}:\n${changes.map(describe).join("\n")}`,
    hint: "This is a bug of typeorm-schema; nothing was written. Please report it with the entities involved.",
  });
}

function describe(change: Change): string {
  switch (change.action) {
    case "create":
      return `  ${idOf(change.to)} is there and should not be`;
    case "drop":
      return `  ${idOf(change.from)} is missing`;
    case "rename":
      return `  ${idOf(change.from)} is called ${idOf(change.to)}`;
    case "alter":
      return `  ${idOf(change.to)} differs in ${change.aspects.join(", ")}`;
  }
}
