import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase, openMemoryDatabase, type Target } from "../../src/postgres";
import { run } from "./child";

let folder: string;
let target: Target & { kind: "embedded" };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schema-embedded-"));
  target = { kind: "embedded", directory: join(folder, ".schema", "postgres") };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const opening = `
  const directory = process.argv[1];
  const onWait = (message) => print("waits: " + message);
  const open = (patience) => postgres.openDatabase({ kind: "embedded", directory }, { patience, onWait });`;

test("an embedded database is made in its folder, kept out of version control, and keeps its data", async () => {
  const database = await openDatabase(target);
  expect(database.version).toBeGreaterThanOrEqual(180_000);
  await database.session((session) => session.query("CREATE TABLE kept (id integer)"));
  await database.close();
  expect(readFileSync(join(folder, ".schema", ".gitignore"), "utf8")).toBe("*\n");
  expect(existsSync(`${target.directory}.lock`)).toBe(false);

  const again = await openDatabase(target);
  expect(await again.session((session) => session.query("SELECT count(*)::int AS n FROM kept"))).toEqual([
    { n: 0 },
  ]);
  await again.close();
});

test("a folder of the user's own gets no .gitignore", async () => {
  const database = await openDatabase({ kind: "embedded", directory: join(folder, "data", "postgres") });
  await database.close();
  expect(existsSync(join(folder, "data", ".gitignore"))).toBe(false);
});

test("a second process waits for the first, and is told who it waits for", async () => {
  const first = run(
    `${opening} const db = await open(0); print("open"); await there(process.argv[1] + ".told"); await db.close();`,
    target.directory,
  );
  await first.line("open");
  const second = run(
    `${opening} const db = await open(60_000); print("open"); await db.close();`,
    target.directory,
  );
  expect(await second.line("waits")).toContain(`process ${first.process.pid} on`);
  writeFileSync(`${target.directory}.told`, "");
  expect(await second.line("open")).toBe("open");
  await Promise.all([first.output(), second.output()]);
});

test("a second process that does not wait is told who has it, since when, and what to do", async () => {
  const first = run(`${opening} await open(0); print("open"); await sleep(60_000);`, target.directory);
  await first.line("open");
  await expect(openDatabase(target, { patience: 200 })).rejects.toMatchObject({
    code: "EMBEDDED_IN_USE",
    message: expect.stringMatching(new RegExp(`process ${first.process.pid} .* since \\d{4}-`)),
    hint: expect.stringContaining("postgres.lock"),
  });
  first.process.kill("SIGKILL");
  await first.output();
});

test.each(["SIGINT", "SIGTERM"] as const)("%s ends the process and frees the database", async (signal) => {
  const child = run(`${opening} await open(0); print("open"); await sleep(60_000);`, target.directory);
  await child.line("open");
  child.process.kill(signal);
  await child.output();
  expect(child.process.signalCode).toBe(signal);
  expect(existsSync(`${target.directory}.lock`)).toBe(false);
});

test("a process that ends without closing frees the database", async () => {
  const child = run(`${opening} await open(0); process.exit(0);`, target.directory);
  await child.output();
  expect(existsSync(`${target.directory}.lock`)).toBe(false);
});

test("after a kill in the middle of writing, the database opens with all that was committed", async () => {
  const child = run(
    `${opening}
     const db = await open(0);
     await db.session(async (session) => {
       await session.query("CREATE TABLE rows (id integer)");
       for (let id = 1; ; id++) { await session.query("INSERT INTO rows VALUES ($1)", [id]); print("row " + id); }
     });`,
    target.directory,
  );
  await child.line(/^row \d\d\d$/);
  child.process.kill("SIGKILL");
  const written = Number((await child.output()).at(-1)?.replace("row ", ""));

  const database = await openDatabase(target, { patience: 0 });
  const [row] = await database.session((session) =>
    session.query<{ n: number }>("SELECT count(*)::int AS n FROM rows"),
  );
  await database.close();
  expect(row?.n).toBeGreaterThanOrEqual(written);
});

test("after a kill while the database is being made, it is made anew", async () => {
  const child = run(
    // It never comes to the end, where what is made is moved to its place.
    `${opening} require("node:fs/promises").rename = () => sleep(60_000); print("starts"); await open(0);`,
    target.directory,
  );
  await child.line("starts");
  while (!existsSync(join(`${target.directory}.new`, "PG_VERSION")))
    await new Promise((done) => setTimeout(done, 5));
  child.process.kill("SIGKILL");
  await child.output();
  expect(existsSync(target.directory)).toBe(false);

  const database = await openDatabase(target, { patience: 0 });
  await database.session((session) => session.query("CREATE TABLE made (id integer)"));
  await database.close();
  expect(existsSync(`${target.directory}.new`)).toBe(false);
});

test("a damaged database is an error that says so, and is not locked afterwards", async () => {
  await (await openDatabase(target)).close();
  writeFileSync(join(target.directory, "global", "pg_control"), "nothing");
  await expect(openDatabase(target)).rejects.toMatchObject({ code: "EMBEDDED_UNREADABLE" });
  expect(existsSync(`${target.directory}.lock`)).toBe(false);
});

test("a folder that cannot be made is an error that says so", async () => {
  writeFileSync(join(folder, ".schema"), "a file");
  await expect(openDatabase(target)).rejects.toMatchObject({ code: "EMBEDDED_NOT_WRITABLE" });
});

test("the database in memory has the extensions that entities may ask for", async () => {
  const database = await openMemoryDatabase();
  await database.session(async (session) => {
    const names = [
      "uuid-ossp",
      "pgcrypto",
      "citext",
      "hstore",
      "ltree",
      "cube",
      "btree_gist",
      "pg_trgm",
      "vector",
    ];
    for (const name of names) await session.query(`CREATE EXTENSION "${name}"`);
    expect(await session.query("SELECT '[1,2]'::vector::text AS v, 'A'::citext = 'a' AS same")).toEqual([
      { v: "[1,2]", same: true },
    ]);
  });
  await database.close();
});

test("PostGIS comes to the embedded database when it is created, and is there when it is opened again", async () => {
  const place = "SELECT ST_AsEWKT(ST_Transform(at, 3857), 0) AS at FROM places";
  const there = [{ at: "SRID=3857;POINT(111319 222684)" }];
  const database = await openDatabase(target);
  await database.session(async (session) => {
    await session.query("CREATE EXTENSION postgis");
    await session.query("CREATE TABLE places (at geometry(Point, 4326))");
    await session.query("CREATE INDEX ON places USING gist (at)");
    await session.query("INSERT INTO places VALUES ('SRID=4326;POINT(1 2)')");
    await expect(session.query("INSERT INTO places VALUES ('SRID=3857;POINT(1 2)')")).rejects.toMatchObject({
      message: "Geometry SRID (3857) does not match column SRID (4326)",
    });
    expect(await session.query(place)).toEqual(there);
  });
  await database.close();

  const again = await openDatabase(target);
  expect(await again.session((session) => session.query(place))).toEqual(there);
  await again.close();
});

test("a session of the embedded database begins without what the one before has left", async () => {
  const database = await openMemoryDatabase();
  await database.session(async (session) => {
    await session.query("SET search_path = pg_catalog");
    await session.query("CREATE TEMPORARY TABLE left_behind (id integer)");
    await session.query("BEGIN");
    await session.query("CREATE TABLE public.never_committed (id integer)");
  });
  await database.session(async (session) => {
    expect(await session.query("SHOW search_path")).toEqual([{ search_path: "public" }]);
    expect(
      await session.query("SELECT relname FROM pg_class WHERE relname IN ('left_behind', 'never_committed')"),
    ).toEqual([]);
  });
  await database.close();
});
