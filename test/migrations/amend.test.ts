import { emptyReview, type MigrationText, renderMigration } from "../../src/migrations";
import { amendMigration } from "../../src/migrations/amend";
import { column, create, drop, plan, statement } from "./objects";

const review = { ...emptyReview, title: "Add status to projects" };
const adds = statement("ALTER TABLE projects ADD COLUMN status text", create(column("projects", "status")));
const drops = statement("ALTER TABLE projects DROP COLUMN state", drop(column("projects", "state")));
const back = plan(statement("ALTER TABLE projects DROP COLUMN status", drop(column("projects", "status"))));
const before: MigrationText = { className: "A1763700000000", review, up: plan(adds, drops), down: back };
const text = renderMigration(before);

const between = "    // --- between expand and contract: your SQL or code ---\n";
const ours = "    await queryRunner.query('UPDATE projects SET status = state'); // ours\n";
const edited = text.replace(between, between + ours);

const amend = (old: string, more: Partial<MigrationText> = {}) => {
  const amended = amendMigration(old, before.className, { ...before, ...more });
  if (amended === null) throw new Error("it is not that of a generated migration");
  return amended;
};

describe("amending a migration's text", () => {
  it("changes nothing where nothing has changed", () => {
    expect(amend(text)).toEqual({ text, byHand: false, lost: [] });
    expect(amend(edited)).toEqual({ text: edited, byHand: true, lost: [] });
  });

  it("writes header, statements and name again, and not a character else", () => {
    const other = `import { x } from "./x";\n${text
      .slice(text.indexOf("*/") + 3)
      .replace(/\}\n$/, "\n  private helper() {}\n}\n")}`;
    const head = text.slice(0, text.indexOf("*/") + 3);
    const up = plan(statement("ALTER TABLE projects ADD COLUMN phase text"), drops);
    const amended = amend(head + other, {
      className: "B1763700000001",
      review: { ...review, title: "Other" },
      up,
    });
    expect(amended.lost).toEqual([]);
    expect(amended.text).toContain("/*\n * Other\n */\nimport { x }");
    expect(amended.text).toContain("export class B1763700000001 implements");
    expect(amended.text).toContain('name = "B1763700000001"');
    expect(amended.text).toContain("\n  private helper() {}\n}\n");
    expect(amended.text).toContain("ADD COLUMN phase text");
    expect(amended.text).not.toContain("status text");
  });

  it("keeps what stands in the middle, also where there is no such place any more", () => {
    const only = amend(edited, { up: plan(adds) });
    expect(only.text.indexOf("ADD COLUMN status")).toBeLessThan(only.text.indexOf(ours));
    expect(amend(only.text).text).toBe(edited);
    const none = amend(edited, { up: plan(drops) });
    expect(none.text.indexOf(ours)).toBeLessThan(none.text.indexOf("DROP COLUMN state"));
  });

  it("says which lines of the tool's own text a person has edited, and that are gone now", () => {
    const changed = edited
      .replace("DROP COLUMN state`", "DROP COLUMN state CASCADE`")
      .replace(" */\n", " * Seen by Ann.\n */\n");
    expect(amend(changed).lost).toEqual([
      "* Seen by Ann.",
      "await queryRunner.query(`ALTER TABLE projects DROP COLUMN state CASCADE`);",
    ]);
  });

  it("takes a formatter's work for no edit", () => {
    const formatted = text
      .replaceAll("    await queryRunner.query(", "\tawait queryRunner.query(\n\t\t")
      .replaceAll("`);", "`,\n\t)");
    expect(formatted).not.toBe(text);
    expect(amend(formatted).lost).toEqual([]);
  });

  it("takes no line of a literal for a mark", () => {
    const inside = "    await queryRunner.query(`\n    // --- after: your SQL or code ---\n    `);\n";
    const odd = text.replace(between, between + inside);
    expect(amend(odd)).toMatchObject({ text: odd, byHand: true, lost: [] });
  });

  it("says transaction = false where the statements need it, and no longer where they do not", () => {
    const without = amend(text, { up: { ...before.up, transaction: false } });
    expect(without.text).toContain("\n  public readonly transaction = false;\n");
    expect(amend(without.text).text).toBe(text);
    // What is written by hand may need it.
    const kept = without.text.replace(between, between + ours);
    expect(amend(kept).text).toContain("transaction = false");
  });

  it("leaves a migration alone that a person wrote", () => {
    const own = "export class A1763700000000 { async up(q) { await q.query('SELECT 1'); } async down() {} }";
    expect(amendMigration(own, before.className, before)).toBeNull();
  });
});
