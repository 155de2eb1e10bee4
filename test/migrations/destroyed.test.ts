import { destroyedByDown } from "../../src/migrations";

const byHand = (...statements: string[]) => ({
  source: `class A { async up(q) { await q.query("DROP TABLE up"); } async down(q) {
    ${statements.map((sql) => `await q.query(${JSON.stringify(sql)});`).join("\n")} } }`,
});
const names = (migration: Parameters<typeof destroyedByDown>[0]) =>
  destroyedByDown(migration).map(({ schema, table, column }) =>
    [schema, table, column].filter((part) => part !== null).join("."),
  );

describe("what a migration destroys on its way down", () => {
  test.each<[string, string[], string[]]>([
    ["tables", ['DROP TABLE a, app."B c" CASCADE', "DROP TABLE IF EXISTS d"], ["a", "app.B c", "d"]],
    ["columns", ["ALTER TABLE ONLY app.a DROP COLUMN b, DROP IF EXISTS c CASCADE"], ["app.a.b", "app.a.c"]],
    ["columns among others", ["ALTER TABLE a ADD x numeric(3,1), DROP COLUMN y; SELECT 1"], ["a.y"]],
    ["no constraints", ["ALTER TABLE a DROP CONSTRAINT b, ALTER COLUMN c DROP NOT NULL"], []],
    ["nothing in literals and comments", ["SELECT 'DROP TABLE a' -- DROP TABLE b"], []],
    [
      "no column that another one stands in for",
      ["ALTER TABLE a ADD n text", "ALTER TABLE a DROP COLUMN b", "ALTER TABLE a RENAME COLUMN n TO b"],
      [],
    ],
  ])("is %s", (_, statements, expected) => {
    expect(names(byHand(...statements))).toEqual(expected);
  });

  test("is what the header of a generated one says, and what stands in its places", () => {
    const source = `/*
 * Add status
 *
 * Going down destroys:
 *   column public.projects."Status" and its values
 *   table app.tags and its rows
 *
 * Proved:
 *   up and down
 */
class A { async up(q) {} async down(q) {
    // --- before: your SQL or code ---
    await q.query("DROP TABLE mine");

    // --- generated 00000000: schema generate --amend writes it again ---
    await q.query("ALTER TABLE public.projects DROP COLUMN temporary");

    // --- after: your SQL or code ---
} }`;
    expect(names({ source })).toEqual(["public.projects.Status", "app.tags", "mine"]);
  });

  test("is read from scripts as well", () => {
    expect(names({ source: "", scripts: { up: "", down: "DROP TABLE a; -- DROP TABLE b;" } })).toEqual(["a"]);
  });
});
