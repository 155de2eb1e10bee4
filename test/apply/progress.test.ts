import { type ApplyEvent, apply, type Progress } from "../../src/apply";
import { clearLine, progressText } from "../../src/report/progress";
import { closedGate, waitAtGate, waitsAtGate } from "../support/gate";
import { execute, serverVersions } from "../support/servers";
import { configurationOf, migration, withDatabase } from "./support";

/** An index, or a check, on it takes until the gate is open. */
const slowTable = [
  "CREATE TABLE slow (id int)",
  "INSERT INTO slow VALUES (1)",
  `CREATE FUNCTION slowly(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN ${waitsAtGate()} RETURN $1; END $$`,
];

const transactional = (sql: string) => migration("Slow1700000000001", ["SELECT 1", sql]);
const alone = (sql: string) => migration("Slow1700000000001", ["SELECT 1", sql], [], { transaction: false });

describe.each(serverVersions)("on PostgreSQL %i", (version) => {
  test.each([
    ["an index build", transactional("CREATE INDEX slow_id ON slow (slowly(id))"), /^building index/],
    ["a concurrent one", alone("CREATE INDEX CONCURRENTLY slow_id ON slow (slowly(id))"), /^building index/],
    [
      "the validation of a constraint",
      transactional("ALTER TABLE slow ADD CHECK (slowly(id) > 0)"),
      /^running$/,
    ],
    ["a rewrite", transactional("ALTER TABLE slow ALTER id TYPE bigint USING slowly(id)"), /^running$/],
    [
      "a backfill that says so",
      alone(waitAtGate().replace("BEGIN", "BEGIN SET application_name = 'backfill: 10 of 40';")),
      /^backfill$/,
    ],
  ])("%s tells how far it is", async (_, slow, phase) => {
    await withDatabase(version, async (database, url) => {
      await execute(url, ...slowTable);
      const gate = await closedGate(url);
      const ofPhase: Extract<ApplyEvent, { kind: "progress" }>[] = [];
      await apply(configurationOf(url, [slow]), database, {
        onEvent: (event) => {
          if (event.kind !== "progress" || !phase.test(event.progress.phase)) return;
          if (ofPhase.push(event) === 1) void gate.open();
        },
      });
      expect(ofPhase[0]).toMatchObject({ number: 2, migration: { name: "Slow1700000000001" } });
      if (ofPhase[0]?.progress.phase === "backfill")
        expect(ofPhase[0].progress).toMatchObject({ done: 10, total: 40, unit: "rows" });
    });
  });
});

describe("progress is said", () => {
  const said = (progress: Progress, interactive = false) =>
    progressText(
      {
        kind: "progress",
        migration: { name: "Slow1700000000001", timestamp: 1700000000001, file: null },
        number: 2,
        hook: null,
        progress,
      },
      interactive,
    );
  const known = {
    phase: "building index: scanning table",
    done: 50,
    total: 200,
    unit: "blocks",
    seconds: 12,
  } as const;

  test("with how much is done, where the server knows", () => {
    expect(said(known)).toBe("Slow1700000000001, statement 2: building index: scanning table, 25 %, 12 s\n");
  });
  test("over the line before it, in a terminal", () => {
    expect(said(known, true).startsWith(clearLine)).toBe(true);
    expect(said(known, true)).toContain("25 %, 12 s");
    expect(said(known, true)).not.toContain("\n");
  });
  test("with the rate and the time left of a backfill", () => {
    expect(said({ phase: "backfill", done: 12_000, total: 40_000, unit: "rows", seconds: 8 })).toBe(
      "Slow1700000000001, statement 2: backfill, 12000 of 40000 rows, 30 %, 1500 a second, 19 s left\n",
    );
  });
  test("with the time alone, where the server says no more", () => {
    expect(said({ phase: "running", done: 0, total: 0, unit: null, seconds: 4 })).toBe(
      "Slow1700000000001, statement 2: running, 4 s\n",
    );
  });
});
