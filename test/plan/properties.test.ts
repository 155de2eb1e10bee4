import fc from "fast-check";
import { readCatalog, readCatalogWithin } from "../../src/catalog";
import type { Plan } from "../../src/change";
import { diff } from "../../src/diff";
import { plan } from "../../src/plan";
import { openDatabase, type Session } from "../../src/postgres";
import { printedBy } from "../../src/proof/build";
import { emptySchema, idOf, type Schema } from "../../src/schema";
import { schema, seedFor } from "../support/arbitrary";
import { preparing, tidy } from "../support/databases";
import { createDatabase, serverVersions } from "../support/servers";

/** Whatever a failed run has left. */
const empty = "ROLLBACK; DROP SCHEMA IF EXISTS public CASCADE; DROP SCHEMA IF EXISTS app CASCADE";

/** On each server. */
const pairs = 170;

describe("diff, for generated schemas", () => {
  it("is empty between a schema and itself, and the same every time", () => {
    fc.assert(
      fc.property(schema, schema, (x, y) => {
        expect(diff(x, x)).toEqual([]);
        expect(plan(diff(x, y), x, y)).toEqual(plan(diff(x, y), x, y));
      }),
      { reporter, seed: seedFor(0) },
    );
  });
});

describe.each(serverVersions)("the plan, for generated schemas on PostgreSQL %i", (version) => {
  it("leads from one schema to the other and back", async () => {
    const { url, drop } = await createDatabase(version);
    const database = await openDatabase({ kind: "server", connection: { url } });
    try {
      await database.session(async (opened) => {
        const session = preparing(opened);
        await fc.assert(
          fc.asyncProperty(schema, schema, async (x, y) => {
            await session.query(empty);
            await tidy(session);
            const goal = await printedBy(session, y);
            await thereAndBack(session, x, goal);
          }),
          { numRuns: pairs, reporter, seed: seedFor(version) },
        );
      });
    } finally {
      await database.close();
      await drop();
    }
  }, 300_000);
});

/** In one transaction that is rolled back, where PostgreSQL can do it all in one: that is many times as fast. */
async function thereAndBack(session: Session, x: Schema, goal: Schema): Promise<void> {
  await session.query("BEGIN");
  await run(session, between(emptySchema, x));
  const start = await readCatalogWithin(session);
  const [up, down] = [between(start, goal), between(goal, start)];
  const within = up.transaction && down.transaction;
  if (!within) await session.query("COMMIT");
  const read = within ? readCatalogWithin : readCatalog;
  await run(session, up);
  expect(summary(diff(await read(session), goal))).toEqual([]);
  await run(session, down);
  expect(summary(diff(await read(session), start))).toEqual([]);
  if (within) await session.query("ROLLBACK");
}

const between = (from: Schema, to: Schema): Plan => plan(diff(from, to), from, to);

/** Says the seed and what went wrong; the schemas themselves would fill the screen. */
function reporter<T>(result: fc.RunDetails<T>): void {
  if (!result.failed) return;
  const seed = `{ seed: ${result.seed}, path: "${result.counterexamplePath}" }`;
  throw new Error(`failed after ${result.numRuns} runs, with ${seed}`, { cause: result.errorInstance });
}

async function run(session: Session, { statements }: Plan): Promise<void> {
  for (const { sql } of statements)
    await session.query(sql).catch(async (cause: Error) => {
      await session.query("ROLLBACK");
      const all = statements.map((statement) => statement.sql).join(";\n");
      throw new Error(`${cause.message}\nin ${sql}\nof\n${all}`);
    });
}

const summary = (changes: ReturnType<typeof diff>) =>
  changes.map((change) => ({
    object: idOf(change.to ?? change.from),
    action: change.action,
    aspects: change.action === "alter" ? change.aspects : [],
    from: change.from,
    to: change.to,
  }));
