import { execute } from "../support/servers";
import { type OwnServer, ownServer } from "../support/servers/own";
import { ask, deploy, type FaultProject, faultProject, fingerprint } from "./faults";
import { down, inTransaction, up } from "./ten-steps";

let server: OwnServer;
let project: FaultProject;
let expected: string;
let url: string;
let count = 0;

beforeAll(async () => {
  server = await ownServer(18);
  await server.start();
  await execute(server.url, "CREATE DATABASE model");
  const model = server.url.replace(/postgres$/, "model");
  await execute(model, ...up);
  expected = await fingerprint(model);
});
afterAll(() => server.remove());
beforeEach(async () => {
  count += 1;
  await execute(server.url, `CREATE DATABASE test_${count}`);
  url = server.url.replace(/postgres$/, `test_${count}`);
  project = faultProject();
});
afterEach(() => project.remove());

const record = async () =>
  (await ask<{ name: string }>(url, "SELECT name FROM migrations ORDER BY id")).map(({ name }) => name);

/** Each run, how it ended, and whether it says who ran it, where, when, with what and for how long. */
async function runs(): Promise<unknown> {
  const rows = await ask<{ outcome: string; told: boolean; timed: boolean }>(
    url,
    `SELECT outcome, person <> '' AND host <> '' AND tool <> '' AND started <= clock_timestamp() AS told,
            milliseconds IS NOT NULL OR outcome IN ('started', 'lost') AS timed
       FROM schema_journal WHERE subject = 'run' ORDER BY id`,
  );
  expect(rows.every(({ told, timed }) => told && timed)).toBe(true);
  return rows.map(({ outcome }) => outcome);
}

describe("a server that is stopped and started again", () => {
  test.each([
    ["in a transaction", 4, inTransaction, true],
    ["in a transaction", 9, inTransaction, true],
    ["without a transaction", 2, up, false],
    ["without a transaction", 4, up, false],
    ["without a transaction", 5, up, false],
    ["without a transaction", 8, up, false],
  ])("while ten steps run %s, at the one with number %i", async (_, number, steps, transaction) => {
    project.write("First1700000000000", ["CREATE TABLE first (id int)"], []);
    project.write("Ten1700000000001", steps, down, transaction);
    const { status, lines } = await deploy(project, url, "apply", {}, async (line) => {
      if (line.kind === "statement" && line.number === number) await server.stop("SIGQUIT");
    }).ended;
    expect(status).toBe(1);
    expect(lines.at(-1)).toMatchObject({ kind: "error" });
    await server.start();
    expect(await record()).toEqual(["First1700000000000"]);
    expect((await deploy(project, url).ended).status).toBe(0);
    expect(await record()).toEqual(["First1700000000000", "Ten1700000000001"]);
    await execute(url, "DROP TABLE first");
    expect(await fingerprint(url)).toBe(expected);
    expect(await ask(url, "SELECT visits, count(*)::int AS users FROM users GROUP BY 1")).toEqual([
      { visits: 2, users: 200 },
    ]);
    expect(await runs()).toEqual(["started", "lost", "started", "done"]);
  });
});

describe("a disk that is full", () => {
  /** Not a multiple of a page, so that the last page finds room for its half. */
  const disk = 3 * 1024 * 1024 + 4096;
  const wide = "(SELECT string_agg(md5(n::text || i::text), '') FROM generate_series(1, 28) AS i)";
  const fill = `CREATE TABLE wide AS SELECT n, ${wide} AS text FROM generate_series(1, 6000) AS n`;

  afterEach(async () => {
    await server.stop();
    await server.start();
  });

  async function failing(): Promise<string> {
    await server.stop();
    await server.start(disk);
    const { status, lines } = await deploy(project, url).ended;
    expect(status).toBe(1);
    await server.stop();
    await server.start();
    return lines.at(-1)?.message ?? "";
  }

  test("rolls the migration back and says so; the next run finishes when there is room", async () => {
    project.write("First1700000000000", ["CREATE TABLE first (id int)"], []);
    project.write("Fill1700000000001", ["CREATE TABLE before (id int)", fill], []);
    expect(await failing()).toMatch(
      /^Migration Fill1700000000001 .* failed at statement 2: could not extend file [\s\S]*\((?:53100|XX000)\)[\s\S]*Hint: Check free disk space\.[\s\S]*It was rolled back/,
    );
    expect(await record()).toEqual(["First1700000000000"]);
    expect(await ask(url, "SELECT to_regclass('before') AS there")).toEqual([{ there: null }]);
    expect((await deploy(project, url).ended).status).toBe(0);
    expect(await ask(url, "SELECT count(*)::int AS rows FROM wide")).toEqual([{ rows: 6000 }]);
    expect(await runs()).toEqual(["started", "failed", "started", "done"]);
  });

  test("leaves of a concurrent build what the next run takes away and builds again", async () => {
    // Read for the first time, its rows would be marked, and its pages written, too, where the limit is.
    await execute(url, fill, "VACUUM wide");
    project.write("Index1700000000001", ["CREATE INDEX CONCURRENTLY wide_text ON wide (text)"], [], false);
    expect(await failing()).toMatch(
      /failed at statement 1: could not (?:write|extend) [\s\S]*\((?:53100|XX000)\)/,
    );
    const valid = "SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass('wide_text')";
    expect(await ask(url, valid)).toEqual([{ valid: false }]);
    expect((await deploy(project, url).ended).status).toBe(0);
    expect(await ask(url, valid)).toEqual([{ valid: true }]);
    expect(await record()).toEqual(["Index1700000000001"]);
    expect(await runs()).toEqual(["started", "failed", "started", "done"]);
  });
});
