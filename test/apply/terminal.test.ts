import { type CliProject, cliProject } from "../support/cli";
import { closedGate, waitAtGate } from "../support/gate";
import { createDatabase, execute, type TestDatabase } from "../support/servers";
import { closeScreens, enter, requireTerminal, Screen } from "../support/terminal";

const slow = `exports.Slow = class Slow1700000000001 {
  async up(queryRunner) {
    await queryRunner.query("CREATE TABLE users (id int)");
    await queryRunner.query("${waitAtGate()}");
  }
  async down(queryRunner) { await queryRunner.query("DROP TABLE users"); }
};
`;

describe("at a terminal", () => {
  let database: TestDatabase;
  let project: CliProject;
  beforeAll(async () => {
    requireTerminal();
    database = await createDatabase(18);
    project = cliProject({ "generated-migrations/1700000000001-slow.js": slow }, database.url);
  });
  afterAll(async () => {
    closeScreens();
    project.remove();
    await database.drop();
  });
  const screenOf = (...args: string[]) => new Screen(project.directory, database.url, ...args);

  it("apply has one line that moves, and leaves a line for what is done", async () => {
    const gate = await closedGate(database.url);
    const screen = screenOf("apply");
    await screen.shows("Slow1700000000001, statement 2: running, ");
    await gate.open();
    expect(await screen.ended).toBe(0);
    const live = screen.raw.split("Slow1700000000001, statement 2: running").slice(0, -1);
    expect(live.length).toBeGreaterThan(0);
    // Written over what was there, and no line is ended before the next is written over it.
    for (const before of live) expect(before.slice(before.lastIndexOf("\r"))).not.toContain("\n");
    expect(screen.text).toMatch(/\r✔ Slow1700000000001 2 statements, [\d.]+ m?s\r?\n/);
  });

  it("rollback asks before it destroys data that is there, names the flag, and takes no for an answer", async () => {
    await execute(database.url, "INSERT INTO users VALUES (1), (2)");
    const screen = screenOf("rollback");
    await screen.shows("Go on? (--accept data-loss)");
    expect(screen.text).toContain("Rolling back destroys data that is there now:");
    expect(screen.text).toContain("table public.users and its rows");
    screen.press(enter);
    expect(await screen.ended).toBe(4);
    await execute(database.url, "INSERT INTO users VALUES (3)");
    const again = screenOf("rollback");
    await again.shows("Go on? (--accept data-loss)");
    again.press(`y${enter}`);
    expect(await again.ended).toBe(0);
    expect(again.everything).toContain("↩ Slow1700000000001");
  });
});
