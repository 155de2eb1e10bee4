import fc from "fast-check";
import { readCatalog } from "../../src/catalog";
import { diff } from "../../src/diff";
import { plan } from "../../src/plan";
import { openDatabase, type Session } from "../../src/postgres";
import { emptySchema, idOf, type Schema } from "../../src/schema";
import { schema } from "../support/arbitrary";
import { createDatabase, serverVersions } from "../support/servers";

const pairs = 60;

describe("diff, for generated schemas", () => {
  it("is empty between a schema and itself, and the same every time", () => {
    fc.assert(
      fc.property(schema, schema, (x, y) => {
        expect(diff(x, x)).toEqual([]);
        expect(plan(diff(x, y), x, y)).toEqual(plan(diff(x, y), x, y));
      }),
    );
  });
});

describe.each(serverVersions)("the plan, for generated schemas on PostgreSQL %i", (version) => {
  it("leads from one schema to the other and back", async () => {
    const { url, drop } = await createDatabase(version);
    const database = await openDatabase({ kind: "server", connection: { url } });
    try {
      await database.session((session) =>
        fc.assert(
          fc.asyncProperty(schema, schema, async (x, y) => {
            const goal = await made(session, y);
            const start = await made(session, x);
            await run(session, start, goal);
            expect(summary(diff(await readCatalog(session), goal))).toEqual([]);
            await run(session, goal, start);
            expect(summary(diff(await readCatalog(session), start))).toEqual([]);
          }),
          { numRuns: pairs, reporter },
        ),
      );
    } finally {
      await database.close();
      await drop();
    }
  });
});

/** Says the seed and what went wrong; the schemas themselves would fill the screen. */
function reporter<T>(result: fc.RunDetails<T>): void {
  if (!result.failed) return;
  const seed = `{ seed: ${result.seed}, path: "${result.counterexamplePath}" }`;
  throw new Error(`failed after ${result.numRuns} runs, with ${seed}`, { cause: result.errorInstance });
}

/** The schema in an otherwise empty database, as PostgreSQL prints it. */
async function made(session: Session, wanted: Schema): Promise<Schema> {
  await session.query("DROP SCHEMA public CASCADE");
  await session.query("CREATE SCHEMA public");
  await run(session, emptySchema, wanted);
  return readCatalog(session);
}

async function run(session: Session, from: Schema, to: Schema): Promise<void> {
  const { statements } = plan(diff(from, to), from, to);
  for (const { sql } of statements)
    await session.query(sql).catch((cause: Error) => {
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
