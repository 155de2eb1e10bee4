import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { MigrationInterface, QueryRunner } from "typeorm";
import { lintExit, lintRenderers } from "../../src/report/lint";
import { type LintResult, lint } from "../../src/workflows/lint";
import { configuration, root } from "../proof/support";
import { serverUrl, serverVersions } from "../support/servers";

class Things1700000000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("CREATE TABLE things (id integer PRIMARY KEY, name text)");
    await queryRunner.query("CREATE VIEW named AS SELECT name FROM things");
  }
  async down(): Promise<void> {}
}

class Index1700000000002 implements MigrationInterface {
  transaction = false;
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("CREATE INDEX CONCURRENTLY by_name ON things (name)");
  }
  async down(): Promise<void> {}
}

class Required1700000000003 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("ALTER TABLE things ALTER name SET NOT NULL");
    // schema-accept NOT_NULL_SCAN: there are forty rows
  }
  async down(): Promise<void> {}
}

const project = {
  ...configuration,
  migrations: {
    ...configuration.migrations,
    classes: [Things1700000000001, Index1700000000002, Required1700000000003],
  },
};

function script(name: string, text: string): string {
  writeFileSync(join(root, name), text);
  return name;
}

const found = ({ linted }: LintResult) =>
  linted.map(({ name, hazards }) => [
    name,
    ...hazards.map(({ hazard, line }) => `${line}: ${hazard.code} ${hazard.subject}`),
  ]);

describe.each(serverVersions)("schema lint, on PostgreSQL %i", (version) => {
  const scratch = serverUrl(version, "postgres");

  it("looks at every migration, and sees what tables are there when each runs", async () => {
    const result = await lint(project, { files: [], directory: root, scratch });
    expect(found(result)).toEqual([
      ["Things1700000000001"],
      ["Index1700000000002"],
      ["Required1700000000003", expect.stringContaining("NOT_NULL_SCAN public.things.name")],
    ]);
    expect(lintExit(result)).toBe(0);
  });

  it("looks at a script on top of the migrations, and says the line", async () => {
    const file = script(
      "repair.sql",
      "-- é\nCREATE INDEX slow\n  ON things (name);\n\nDROP VIEW named CASCADE;\nTRUNCATE things;\n",
    );
    const result = await lint(project, { files: [file], directory: root, scratch });
    expect(found(result)).toEqual([
      ["repair.sql", "6: TRUNCATE things", "5: CASCADE named", "2: BLOCKING_INDEX_BUILD public.things"],
    ]);
    expect(lintExit(result)).toBe(4);
    expect(lintRenderers.github(result, root).split("\n")).toEqual([
      "::error file=repair.sql,line=6,title=TRUNCATE things::Every row of the table is gone, and no down brings them back.%0ADelete what must go by its own condition, in batches.",
      expect.stringMatching(/^::warning file=repair.sql,line=5,title=CASCADE named::CASCADE takes along/),
      expect.stringMatching(/^::warning file=repair.sql,line=2,title=BLOCKING_INDEX_BUILD public.things::/),
      expect.stringMatching(/^1 migration replayed on .*: 3 hazards, 1 error\.$/),
    ]);
  });

  it("lets pass what the settings or a comment in the file accept, and names the reason", async () => {
    const file = script(
      "accepted.sql",
      "-- schema-accept TRUNCATE: it is a cache\nTRUNCATE things;\nUPDATE things SET name = lower(name);\n",
    );
    const settled = { ...project, hazards: { UNBATCHED_WRITE: "off" } as const };
    const result = await lint(settled, { files: [file], directory: root, scratch });
    expect(lintExit(result)).toBe(0);
    expect(lintRenderers.text(result, root)).toContain("TRUNCATE things: accepted, it is a cache");
    expect(lintRenderers.github(result, root)).toContain(
      "::notice file=accepted.sql,line=2,title=TRUNCATE things::Accepted: it is a cache",
    );
    const sarif = JSON.parse(lintRenderers.sarif(result, root));
    expect(sarif.runs[0].tool.driver.rules.map(({ id }: { id: string }) => id)).toContain("TRUNCATE");
    expect(sarif.runs[0].results).toMatchObject([
      {
        ruleId: "TRUNCATE",
        level: "error",
        message: { text: expect.stringMatching(/^things: Every row of the table is gone/) },
        locations: [
          { physicalLocation: { artifactLocation: { uri: "accepted.sql" }, region: { startLine: 2 } } },
        ],
        suppressions: [{ kind: "inSource", justification: "it is a cache" }],
      },
      { ruleId: "LONG_EXCLUSIVE_LOCK" },
    ]);
    const [codes] = result.linted.map(({ hazards }) => hazards.map(({ hazard }) => hazard.code));
    expect(codes).not.toContain("UNBATCHED_WRITE");
  });

  it("makes a rule an error where the settings say so", async () => {
    const file = script("update.sql", "UPDATE things SET name = lower(name);");
    const settled = { ...project, hazards: { UNBATCHED_WRITE: "error" } as const };
    expect(lintExit(await lint(settled, { files: [file], directory: root, scratch }))).toBe(4);
  });
});

class Wide1700000000004 implements MigrationInterface {
  transaction = false;
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("ALTER TABLE things ADD COLUMN id_wide bigint");
    await queryRunner.query("CREATE UNIQUE INDEX CONCURRENTLY things_new ON things (id_wide)");
    await queryRunner.query(
      `ALTER TABLE things DROP COLUMN id; ALTER TABLE things RENAME COLUMN id_wide TO id;
       ALTER TABLE things ALTER COLUMN id SET NOT NULL; ALTER TABLE things ADD PRIMARY KEY USING INDEX things_new`,
    );
    await queryRunner.query("ALTER TABLE things DROP name CASCADE, ADD name text");
    for (const name of ["one", "two"]) await queryRunner.query(`CREATE INDEX ${name} ON things (name)`);
    await queryRunner.query(
      "CREATE TABLE other (id int); DROP TABLE things; ALTER TABLE other RENAME TO things",
    );
  }
  async down(): Promise<void> {}
}

describe("schema lint", () => {
  const scratch = serverUrl(15, "postgres");

  it("knows columns and tables that take over the names of others, and where code has put SQL together", async () => {
    const classes = [Things1700000000001, Wide1700000000004];
    const wide = {
      ...project,
      hazards: { MIXED_TRANSACTION: "off" } as const,
      migrations: { ...project.migrations, classes },
    };
    const [, result = []] = found(await lint(wide, { files: [], directory: root, scratch }));
    const [, ...hazards] = result.map((line) => line.replace(/^\d+/, "line"));
    expect(hazards).toEqual([
      "line: DATA_LOSS public.things.name",
      "line: DATA_LOSS public.things",
      "line: UNIQUE_OVER_ROWS public.things_new",
      "line: CASCADE things",
      "line: BLOCKING_INDEX_BUILD public.things",
      "line: BLOCKING_INDEX_BUILD public.things",
    ]);
  });

  it("says which line of which file does not run, and why", async () => {
    const file = script("alone.sql", "SELECT 1;\nVACUUM things;\n");
    await expect(lint(project, { files: [file], directory: root, scratch })).rejects.toMatchObject({
      code: "LINT_REPLAY_FAILED",
      message: expect.stringContaining("alone.sql:2 does not run"),
      hint: expect.stringContaining("-- transaction = false"),
    });
  });

  it("looks at every script of a directory, without a transaction where the script says so", async () => {
    mkdirSync(join(root, "scripts/c"), { recursive: true });
    script("scripts/b.sql", "-- transaction = false\nVACUUM things;\n");
    script("scripts/c/migration.sql", "\uFEFF\r\nTRUNCATE things;\r\n");
    script("scripts/c/nothing.sql", "\n");
    script("scripts/a.sql", "TRUNCATE things;\n");
    const result = await lint(project, { files: ["scripts"], directory: root, scratch });
    expect(found(result)).toEqual([
      ["scripts/a.sql", "1: TRUNCATE things"],
      ["scripts/b.sql"],
      ["scripts/c/migration.sql", "2: TRUNCATE things"],
      ["scripts/c/nothing.sql"],
    ]);
  });

  it("refuses a file that is no migration, and what is no SQL", async () => {
    await expect(lint(project, { files: ["nobody.ts"], directory: root, scratch })).rejects.toMatchObject({
      code: "LINT_FILE_UNKNOWN",
    });
    await expect(lint(project, { files: ["nobody.sql"], directory: root, scratch })).rejects.toMatchObject({
      code: "LINT_FILE_UNKNOWN",
    });
    const file = script("broken.sql", "SELECT 'é';\n\\echo 1\n");
    await expect(lint(project, { files: [file], directory: root, scratch })).rejects.toMatchObject({
      code: "SQL_INVALID",
      message: expect.stringContaining("broken.sql:2 is not SQL"),
    });
  });

  it("names settings that no rule has", async () => {
    const settled = { ...project, hazards: { NO_SUCH_RULE: "off" } as const };
    await expect(lint(settled, { files: [], directory: root, scratch })).rejects.toMatchObject({
      code: "HAZARD_UNKNOWN",
    });
  });
});
