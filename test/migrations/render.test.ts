// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the texts of migrations.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import ts from "typescript";
import {
  type Review,
  renderEmptyMigration,
  renderMigration,
  shippedTemplate,
  styleIn,
} from "../../src/migrations";
import { amendMigration } from "../../src/migrations/amend";
import { languages } from "../../src/migrations/language";
import { placeMark } from "../../src/migrations/places";
import { column, create, drop, plan, statement } from "./objects";

const review: Review = {
  title: "Add status to projects",
  changes: [
    {
      sign: "+",
      text: "column public.projects.status varchar(20) NOT NULL",
      origin: "entities/project.ts:14",
    },
    { sign: "-", text: "column public.projects.state", origin: null },
  ],
  costs: ["ALTER TABLE public.projects: ACCESS EXCLUSIVE, metadata only"],
  upLoses: ["column public.projects.state and its values"],
  columns: [],
  hazards: [],
  downLoses: [],
  proof: ["up and down on PostgreSQL 18.1"],
  schema: null,
};

const className = "AddStatusToProjects1763700000000";
const up = plan(
  statement(
    "ALTER TABLE projects ADD COLUMN status varchar(20) NOT NULL",
    create(column("projects", "status")),
  ),
  statement("ALTER TABLE projects DROP COLUMN state", drop(column("projects", "state"))),
);
const down = plan(statement("ALTER TABLE projects DROP COLUMN status", drop(column("projects", "status"))));

/** Runs the file as TypeORM would, and gives what it asked of the query runner. */
async function queriesOf(text: string, method: "up" | "down"): Promise<string[]> {
  const code = ts.transpile(text, { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 });
  const exports: Record<string, new () => Record<"up" | "down", (runner: unknown) => Promise<void>>> = {};
  runInNewContext(code, { exports });
  const [type] = Object.values(exports);
  if (type === undefined) throw new Error("the file exports nothing");
  const queries: string[] = [];
  await new type()[method]({ query: async (sql: string) => queries.push(sql) });
  return queries;
}

describe("a migration file", () => {
  test("reads like this", () => {
    expect(renderMigration({ className, review, up, down })).toMatchSnapshot();
  });

  test("is the same, byte for byte, for the same input", () => {
    const once = renderMigration({ className, review, up, down });
    expect(renderMigration({ className, review, up, down })).toBe(once);
    expect(once).not.toContain("\r");
    expect(once.endsWith("}\n")).toBe(true);
  });

  test.each(["typeorm", "typeorm-0.3"])("passes the strictest compilation against %s", (line) => {
    // Inside the repository, so that TypeORM's types are found.
    const directory = mkdtempSync(join(__dirname, "compile-"));
    try {
      const file = join(directory, "migration.ts");
      const text = renderMigration({ className, review, up: { ...up, transaction: false }, down });
      writeFileSync(file, text.replace('"typeorm"', JSON.stringify(line)));
      const program = ts.createProgram([file], {
        strict: true,
        noUnusedLocals: true,
        noUnusedParameters: true,
        exactOptionalPropertyTypes: true,
        noImplicitOverride: true,
        verbatimModuleSyntax: false,
        isolatedModules: true,
        skipLibCheck: true,
        types: [],
        noEmit: true,
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.Node16,
        moduleResolution: ts.ModuleResolutionKind.Node16,
      });
      const messages = ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText);
      expect(messages).toEqual([]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  test("says transaction = false only where the plan does", () => {
    expect(renderMigration({ className, review, up, down })).not.toContain("transaction");
    const without = renderMigration({ className, review, up: { ...up, transaction: false }, down });
    expect(without).toContain("\n  public readonly transaction = false;\n\n");
  });

  test.each([
    ["quotes", "COMMENT ON TABLE t IS '`${x}` \\ ''it'''"],
    ["line ends in literals", "COMMENT ON TABLE t IS 'first\n   second\r\nthird'"],
    [
      "dollar quotes",
      "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $body$\n  BEGIN\n  PERFORM '\\n';\nEND $body$",
    ],
    ["a quoted name over two lines", 'ALTER TABLE "a\n  b" ADD c int'],
    ["an escape string", "SELECT E'\\'\n  x'"],
  ])("sends SQL with %s exactly as planned", async (_, sql) => {
    const text = renderMigration({ className, review, up: plan(statement(sql)), down });
    const [sent = ""] = await queriesOf(text, "up");
    expect(sent.trim()).toBe(sql);
  });

  test("indents what it may, and nothing in a literal", async () => {
    const sql = "CREATE TABLE t (\n  a text DEFAULT 'x\n y'\n)";
    const text = renderMigration({ className, review, up: plan(statement(sql)), down });
    expect(text).toContain("      CREATE TABLE t (\n        a text DEFAULT 'x\n y'\n      )\n    `);");
    expect((await queriesOf(text, "up"))[0]?.replaceAll(/\s+/g, " ").trim()).toBe(
      sql.replaceAll(/\s+/g, " "),
    );
  });

  test("indents the body of a block, and nothing in its literals", async () => {
    const text = renderMigration({
      className,
      review,
      up: plan(statement("DO $x$\nBEGIN\n  PERFORM 'a\n b';\nEND\n$x$")),
      down,
    });
    expect(text).toContain(
      "      DO $x$\n      BEGIN\n        PERFORM 'a\n b';\n      END\n      $x$\n    `);",
    );
  });

  test("says above a statement what its note says", () => {
    const noted = { ...statement("VALUES (1)"), note: "One of several." };
    const text = renderMigration({ className, review, up: plan(noted), down });
    expect(text).toContain("    // One of several.\n    await queryRunner.query(`VALUES (1)`);");
  });

  test("marks the place between expanding and contracting only where there is one", () => {
    const marked = renderMigration({ className, review, up, down });
    const [before, between, after] = (["before", "between", "after"] as const).map((place) =>
      placeMark(place, languages.ts),
    );
    const at = [before ?? "", "ADD COLUMN", between ?? "", "DROP COLUMN state", after ?? ""];
    const positions = at.map((text) => marked.indexOf(text));
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(marked.split(between ?? "")).toHaveLength(2);
    const mixed = plan(...[...up.statements].reverse());
    expect(renderMigration({ className, review, up: mixed, down })).not.toContain(between);
  });

  test("keeps its comment closed whatever the names in it", () => {
    const title = "a */ throw new Error() /* \n import fs \u202e ";
    const text = renderMigration({ className, review: { ...review, title }, up, down });
    expect(ts.transpileModule(text, { reportDiagnostics: true }).diagnostics).toEqual([]);
    expect(text.slice(0, text.indexOf("import type"))).not.toMatch(/\*\/[^\n]/);
    expect(text).not.toContain("\u202e");
  });

  test("may come from a project's own template", () => {
    const text = "class {{className}} { up() {\n\t{{ up }}\n} down() {\n{{down}}\n} }";
    const rendered = renderMigration({ className, review, up, down }, { file: "migration.ts", text });
    expect(rendered).toContain(`class ${className} { up() {\n\t// --- before`);
    expect(rendered).toContain("\tawait queryRunner.query(`ALTER");
    expect(rendered).not.toContain("{{");
  });

  test.each([
    ["asks for {{nothing}}", "{{className}} {{up}} {{down}} {{nothing}}", "TEMPLATE_UNKNOWN_VARIABLE"],
    ["asks for {{toString}}", "{{toString}}", "TEMPLATE_UNKNOWN_VARIABLE"],
    ["forgets down", "{{className}} {{up}}", "TEMPLATE_INCOMPLETE"],
  ])("is refused where the template %s", (_, text, code) => {
    const render = () => renderMigration({ className, review, up, down }, { file: "t.ts", text });
    expect(render).toThrow(expect.objectContaining({ code }));
  });

  test.each([
    ["CommonJS", "{}", /^class AddStatus/m, `module.exports = { ${className} };\n`],
    ["an ES module", '{ "type": "module" }', /^export class AddStatus/m, "}\n"],
  ])("may be JavaScript, as %s, and stays so when it is amended", (_, description, beginning, end) => {
    const directory = mkdtempSync(join(tmpdir(), "style-"));
    writeFileSync(join(directory, "package.json"), description);
    const style = styleIn(join(directory, "migrations"), "js");
    const alone = { className, review, up: { ...up, transaction: false }, down };
    const text = renderMigration(alone, shippedTemplate("js"), style);
    expect(text).toMatch(beginning);
    expect(text.endsWith(end)).toBe(true);
    expect(text).toMatch(/^ {2}transaction = false;$/m);
    expect(text).not.toMatch(/public (?:readonly|async)|: Promise|import type/);
    const shorter = amendMigration(text, className, { ...alone, up, className: "Other1763700000001" }, style);
    expect(shorter?.text).toBe(
      renderMigration({ ...alone, up, className: "Other1763700000001" }, shippedTemplate("js"), style),
    );
    rmSync(directory, { recursive: true });
  });

  test("for hand-written SQL reads like this", () => {
    expect(renderEmptyMigration({ className: "Backfill1763700000000", title: "Backfill" })).toMatchSnapshot();
  });
});
