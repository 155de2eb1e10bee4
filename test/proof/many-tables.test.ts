import { plannedMigration } from "../../src/apply";
import { readCatalog } from "../../src/catalog";
import { diff } from "../../src/diff";
import { plan } from "../../src/plan";
import { prove, renamedBy } from "../../src/proof";
import { partOf, reachOf } from "../../src/proof/reach";
import { emptySchema, listOf, type Schema } from "../../src/schema";
import { withSession } from "../support/databases";
import { configuration } from "./support";

/** Each table refers to the one before it; views stand on the seventh. */
const many = `
  DO $$ BEGIN
    FOR i IN 1..300 LOOP
      EXECUTE format('CREATE TABLE t%s (id serial PRIMARY KEY, code text UNIQUE, kind varchar(20), former int %s)',
        i, CASE WHEN i > 1 THEN format('REFERENCES t%s', i - 1) ELSE '' END);
      EXECUTE format('CREATE INDEX t%1$s_kind ON t%1$s (kind)', i);
    END LOOP;
  END $$`;
const views = ["CREATE VIEW near AS SELECT id, kind FROM t7", "CREATE VIEW far AS SELECT kind FROM near"];

const schemaAfter = (...sql: string[]) =>
  withSession(18, async (session) => {
    for (const statement of sql) await session.query(statement);
    return readCatalog(session);
  });

function way(current: Schema, desired: Schema) {
  const up = plan(diff(current, desired), current, desired);
  const down = plan(diff(desired, current), desired, current);
  const migration = plannedMigration("Change1700000000000", 1_700_000_000_000, up, down);
  return { current, desired, up, down, migration, attachments: [], byHand: null };
}

const provedOnServer = (current: Schema, desired: Schema) =>
  withSession(18, (session) =>
    prove(
      configuration,
      { session, version: 0, label: "a test's", uncarried: [], passedOver: [] },
      way(current, desired),
    ),
  );

describe("among three hundred tables", () => {
  let current: Schema;
  beforeAll(async () => {
    current = await schemaAfter(many, ...views);
  });

  test("only what a change can reach is built to prove it", async () => {
    const desired = await schemaAfter(
      many,
      "ALTER TABLE t7 ALTER kind TYPE text, ADD fresh int NOT NULL DEFAULT 1",
      "ALTER TABLE t9 DROP CONSTRAINT t9_former_fkey",
      ...views,
    );
    const { up, down } = way(current, desired);
    const part = partOf(current, reachOf([...up.statements, ...down.statements], current, desired));
    // Whom they refer to, and who refers to them.
    expect(listOf(part, "table").map(({ name }) => name)).toEqual(["t10", "t6", "t7", "t8", "t9"]);
    expect(listOf(part, "view").map(({ name }) => name)).toEqual(["far", "near"]);
    const proof = await provedOnServer(current, desired);
    expect(proof.beyond).toBe(295);
    expect(proof.fates.filter(({ fate }) => fate !== "kept")).toMatchObject([
      { fate: "retyped", from: "public.t7.kind" },
      { fate: "created", to: "public.t7.fresh" },
    ]);
  });

  test("an expression of a person's may read another table", async () => {
    const table = listOf(current, "column").find(({ table, name }) => table === "t40" && name === "kind");
    if (table === undefined) throw new Error("t40.kind is missing");
    const fill = "UPDATE public.t40 SET kind = (SELECT max(code) FROM public.t200)";
    const reached = reachOf([{ sql: fill, changes: [] }], current);
    expect(reached).toContain("column:public.t200.code");
    expect(reached).not.toContain("column:public.t201.code");
  });

  test("a rename is followed everywhere, and the rest stays", async () => {
    const from = listOf(current, "table").find(({ name }) => name === "t7");
    if (from === undefined) throw new Error("t7 is missing");
    const rename = {
      sql: "ALTER TABLE public.t7 RENAME TO seventh",
      transactional: true,
      afterCommit: false,
      changes: [{ action: "rename", kind: "table", from, to: { ...from, name: "seventh" } } as const],
    };
    const renamed = await withSession(18, (session) => renamedBy(session, current, [rename]));
    const expected = await schemaAfter(many, ...views, rename.sql);
    expect(diff(renamed, expected)).toEqual([]);
    expect(renamed.objects.size).toBe(expected.objects.size);
  });

  test("so many are made and dropped without a transaction that has no room for their locks", async () => {
    const { up, down } = way(emptySchema, current);
    expect([up.transaction, down.transaction]).toEqual([false, false]);
    const proof = await provedOnServer(emptySchema, current);
    expect(proof.beyond).toBe(0);
    expect(proof.fates.every(({ fate }) => fate === "created")).toBe(true);
  });
});
