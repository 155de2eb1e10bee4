/**
 * Makes changes to a table of a million rows, plainly and online, while others read and write it, and writes the longest
 * stall of each into docs/online.md.
 *
 *   npm run build && node bench/online.js [URL of a server]
 *
 * Without a URL it starts the PostgreSQL 18 that the tests use, with its commits flushed to disk as on any server. Each
 * change is planned and applied as `schema` does it, on a fresh copy of the same database. A reader and a writer, each
 * a process of its own, meanwhile ask for one row after the other; the longest that one of them waited counts.
 */
const { spawn } = require("node:child_process");
const { readFileSync, writeFileSync } = require("node:fs");
const { cpus } = require("node:os");
const { join } = require("node:path");
const { createInterface } = require("node:readline");
const { setTimeout: sleep } = require("node:timers/promises");
const { Client } = require("pg");
const { noValues } = require("../dist/change");
const { readCatalog } = require("../dist/catalog");
const { settle } = require("../dist/config");
const { diff } = require("../dist/diff");
const { planWay } = require("../dist/plan");
const { openDatabase } = require("../dist/postgres");
const runner = require("../dist/apply");
const { durable, execute, fail, openServer, repository, withDatabase } = require("./support");

/** @typedef {import("../dist/change").Plan} Plan */
/** @typedef {import("../dist/change").Manner["strategy"]} Strategy */
/** @typedef {{ seconds: number, read: number, written: number }} Measured */
/** @typedef {{ name: string, simple: Measured, online: Measured }} Row */

const rows = Number(process.env.ROWS ?? 1_000_000);
const page = join(repository, "docs/online.md");

const orders = (more = "") =>
  `CREATE TABLE orders (id serial PRIMARY KEY, customer integer, email text, amount integer NOT NULL, status text${more})`;
const lines = "CREATE TABLE lines (id serial PRIMARY KEY, number integer REFERENCES orders)";
const plain = [
  "CREATE TABLE customers (id integer PRIMARY KEY)",
  orders(),
  lines,
  "CREATE INDEX lines_number ON lines (number)",
];
/** @param {string} from @param {string} to */
const changed = (from, to) => plain.map((sql) => sql.replace(from, to));

/** What becomes of the schema, by what it is called in the table. */
const changes = {
  "an index": [...plain, "CREATE INDEX orders_email ON orders (email)"],
  "a unique constraint": changed(orders(), orders(", UNIQUE (email)")),
  "a foreign key": changed(orders(), orders(", FOREIGN KEY (customer) REFERENCES customers")),
  "a check": changed(orders(), orders(", CHECK (amount >= 0)")),
  "NOT NULL": changed("email text", "email text NOT NULL"),
  "a column with a volatile default": changed(
    orders(),
    orders(", token uuid NOT NULL DEFAULT gen_random_uuid()"),
  ),
  "a text column becomes varchar(20)": changed("status text", "status varchar(20)"),
  "the primary key becomes bigint, and what refers to it": changed(
    "id serial PRIMARY KEY, customer",
    "id bigserial PRIMARY KEY, customer",
  ).map((sql) => sql.replace("number integer", "number bigint")),
};

const [, , ...given] = process.argv;
const [role, kind = "", where = ""] = given;
(role === "--load" ? load(kind, where) : main(role)).catch(fail);

/** @param {string | undefined} url */
async function main(url) {
  const server = await openServer(url, durable);
  const base = `bench_base_${process.pid}`;
  try {
    const measured = await withDatabase(server.url, base, async (filled) => {
      await fill(filled);
      return measureAll(server.url, base);
    });
    const [{ version }] = await execute(server.url, "SELECT split_part(version(), ' ', 2) AS version");
    write(measured, version);
  } finally {
    server.stop();
  }
}

/** @param {string} server @param {string} base */
async function measureAll(server, base) {
  /** @type {Row[]} */
  const measured = [];
  for (const [name, after] of Object.entries(changes)) {
    const simple = await measure(server, base, after, "simple");
    const online = await measure(server, base, after, "online");
    measured.push({ name, simple, online });
    console.log(row({ name, simple, online }));
  }
  return measured;
}

/** @param {string} url */
async function fill(url) {
  await execute(
    url,
    ...plain,
    "INSERT INTO customers SELECT n FROM generate_series(1, 1000) n",
    `INSERT INTO orders (customer, email, amount, status) SELECT 1 + n % 1000, 'customer' || n || '@example.com', n % 500, 'open' FROM generate_series(1, ${rows}) n`,
    `INSERT INTO lines (number) SELECT n FROM generate_series(1, ${rows}) n`,
    "VACUUM ANALYZE",
    "CHECKPOINT",
  );
}

/**
 * One change, one way: how long it took, and the longest that the reader and the writer waited.
 * @param {string} server
 * @param {string} base
 * @param {readonly string[]} after
 * @param {Strategy} strategy
 */
async function measure(server, base, after, strategy) {
  const plan = await planned(server, after, strategy);
  return withDatabase(server, `bench_${process.pid} TEMPLATE ${base}`, async (url) => {
    await execute(url, "CHECKPOINT");
    const loads = ["read", "write"].map((kind) => startLoad(url, kind));
    await sleep(2000);
    await Promise.all(loads.map((each) => each.reset()));
    const started = performance.now();
    await apply(url, plan);
    const seconds = (performance.now() - started) / 1000;
    const [read = 0, written = 0] = await Promise.all(loads.map((each) => each.end()));
    return { seconds, read, written };
  });
}

/**
 * The plan, as `schema generate` makes it, of two empty databases.
 * @param {string} server
 * @param {readonly string[]} after
 * @param {Strategy} strategy
 */
async function planned(server, after, strategy) {
  const [from, to] = [await schemaOf(server, plain), await schemaOf(server, after)];
  return planWay(from, to, noValues, { strategy, version: null }, diff);
}

/** @param {string} server @param {readonly string[]} statements */
async function schemaOf(server, statements) {
  return withDatabase(server, `bench_schema_${process.pid}`, async (url) => {
    await execute(url, ...statements);
    const database = await openDatabase({ kind: "server", connection: { url } });
    return database.session(readCatalog).finally(() => database.close());
  });
}

/**
 * By the runner of `schema apply`.
 * @param {string} url
 * @param {Plan} plan
 */
async function apply(url, plan) {
  const migrations = [
    runner.plannedMigration("Bench1700000000000", 1_700_000_000_000, plan, {
      statements: [],
      transaction: true,
    }),
  ];
  const configuration = await settle({ root: repository, url, migrations: "generated-migrations" });
  const database = await openDatabase(configuration.target);
  await runner.apply(configuration, database, { migrations }).finally(() => database.close());
}

/**
 * A process that asks for one row after the other; told to, it says the longest that it waited, in milliseconds.
 * @param {string} url
 * @param {string} kind
 */
function startLoad(url, kind) {
  const child = spawn(process.execPath, [__filename, "--load", kind, url], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const said = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  /** @param {string} word */
  const next = async (word) => {
    child.stdin.write(`${word}\n`);
    const { value } = await said.next();
    if (value === undefined) throw new Error(`the ${kind}er died`);
    return Number(value);
  };
  return { reset: () => next("reset"), end: () => next("end") };
}

/** @param {string} kind @param {string} url */
async function load(kind, url) {
  const client = new Client({ connectionString: url });
  await client.connect();
  const sql =
    kind === "read"
      ? "SELECT email, amount FROM orders WHERE id = $1"
      : "UPDATE orders SET amount = amount WHERE id = $1";
  let [longest, over] = [0, false];
  createInterface({ input: process.stdin }).on("line", (word) => {
    over = word === "end";
    if (over) return;
    console.log(longest);
    longest = 0;
  });
  while (!over) {
    const started = performance.now();
    await client.query(sql, [1 + Math.floor(Math.random() * rows)]);
    longest = Math.max(longest, performance.now() - started);
    await sleep(2);
  }
  console.log(longest);
  process.stdin.destroy();
  await client.end();
}

/** @param {number} number */
const milliseconds = (number) => (number < 10 ? number.toFixed(1) : Math.round(number).toLocaleString("en"));
/** @param {Measured} measured */
const both = ({ read, written }) => `${milliseconds(read)} / ${milliseconds(written)}`;
/** @param {Row} row */
const row = ({ name, simple, online }) =>
  `| ${name} | ${both(simple)} | ${both(online)} | ${simple.seconds.toFixed(1)} s / ${online.seconds.toFixed(1)} s |`;

/** @param {readonly Row[]} measured @param {string} version */
function write(measured, version) {
  const table = [
    `Longest stall of a reader / of a writer in milliseconds, and how long all of it took, plain / online. ${rows.toLocaleString("en")} rows, PostgreSQL ${version},`,
    `a machine of ${cpus().length} cores, one run:`,
    "",
    "| change | plain | online | took |",
    "|---|---|---|---|",
    ...measured.map(row),
  ].join("\n");
  const text = readFileSync(page, "utf8").replace(
    /(<!-- bench\/online\.js -->\n)[\s\S]*?(\n<!-- \/bench -->)/,
    (_all, begin, end) => `${begin}\n${table}\n${end}`,
  );
  writeFileSync(page, text);
}
