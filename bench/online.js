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
const { join, resolve } = require("node:path");
const { createInterface } = require("node:readline");
const { setTimeout: sleep } = require("node:timers/promises");
const { Client } = require("pg");

const rows = Number(process.env.ROWS ?? 1_000_000);
const repository = resolve(__dirname, "..");
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
(given[0] === "--load" ? load(given[1], given[2]) : main(given[0])).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});

async function main(url) {
  const server = await openServer(url);
  const base = `bench_base_${process.pid}`;
  try {
    await execute(server.url, `CREATE DATABASE ${base}`);
    await fill(at(server.url, base));
    const measured = [];
    for (const name of Object.keys(changes)) {
      const [simple, online] = [
        await measure(server.url, base, name, "simple"),
        await measure(server.url, base, name, "online"),
      ];
      measured.push({ name, simple, online });
      console.log(row({ name, simple, online }));
    }
    const [{ version }] = await ask(server.url, "SELECT split_part(version(), ' ', 2) AS version");
    write(measured, version);
  } finally {
    await execute(server.url, `DROP DATABASE IF EXISTS ${base} WITH (FORCE)`);
    server.stop();
  }
}

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

/** One change, one way: how long it took, and the longest that the reader and the writer waited. */
async function measure(server, base, name, strategy) {
  const own = `bench_${process.pid}`;
  const statements = await planned(server, name, strategy);
  await execute(server, `CREATE DATABASE ${own} TEMPLATE ${base}`, "CHECKPOINT");
  try {
    const url = at(server, own);
    const loads = ["read", "write"].map((kind) => startLoad(url, kind));
    await sleep(2000);
    await Promise.all(loads.map((each) => each.reset()));
    const started = performance.now();
    await apply(url, statements);
    const seconds = (performance.now() - started) / 1000;
    const [read, written] = await Promise.all(loads.map((each) => each.end()));
    return { seconds, read, written };
  } finally {
    await execute(server, `DROP DATABASE ${own} WITH (FORCE)`);
  }
}

/** The plan, as `schema generate` makes it, of two empty databases. */
async function planned(server, name, strategy) {
  const { planWay } = require("../dist/plan");
  const { noValues } = require("../dist/change");
  const { diff } = require("../dist/diff");
  return planWay(
    await schemaOf(server, plain),
    await schemaOf(server, changes[name]),
    noValues,
    { strategy, version: null },
    diff,
  );
}

async function schemaOf(server, statements) {
  const { readCatalog } = require("../dist/catalog");
  const { openDatabase } = require("../dist/postgres");
  const own = `bench_schema_${process.pid}`;
  await execute(server, `CREATE DATABASE ${own}`);
  try {
    await execute(at(server, own), ...statements);
    const database = await openDatabase({ kind: "server", connection: { url: at(server, own) } });
    return await database.session(readCatalog).finally(() => database.close());
  } finally {
    await execute(server, `DROP DATABASE ${own} WITH (FORCE)`);
  }
}

/** By the runner of `schema apply`. */
async function apply(url, plan) {
  const { settle } = require("../dist/config");
  const { openDatabase } = require("../dist/postgres");
  const runner = require("../dist/apply");
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

/** A process that asks for one row after the other; told to, it says the longest that it waited, in milliseconds. */
function startLoad(url, kind) {
  const child = spawn(process.execPath, [__filename, "--load", kind, url], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const said = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (word) => {
    child.stdin.write(`${word}\n`);
    const { value } = await said.next();
    if (value === undefined) throw new Error(`the ${kind}er died`);
    return Number(value);
  };
  return { reset: () => next("reset"), end: () => next("end") };
}

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
    if (!over) console.log(longest);
    longest = 0 + (over ? longest : 0);
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

const milliseconds = (number) => (number < 10 ? number.toFixed(1) : Math.round(number).toLocaleString("en"));
const both = ({ read, written }) => `${milliseconds(read)} / ${milliseconds(written)}`;
const row = ({ name, simple, online }) =>
  `| ${name} | ${both(simple)} | ${both(online)} | ${simple.seconds.toFixed(1)} s / ${online.seconds.toFixed(1)} s |`;

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
    (_, begin, end) => `${begin}\n${table}\n${end}`,
  );
  writeFileSync(page, text);
}

function at(url, database) {
  const own = new URL(url);
  own.pathname = `/${database}`;
  return own.href;
}

async function ask(url, sql) {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows: found } = await client.query(sql);
  await client.end();
  return found;
}

async function execute(url, ...statements) {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

async function openServer(url) {
  if (url) return { url, stop() {} };
  const keeper = spawn(process.execPath, [join(repository, "test/support/servers/keeper.js")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const line = await new Promise((done) => createInterface({ input: keeper.stdout }).once("line", done));
  const { host, port, password } = JSON.parse(line)[18];
  const own = `postgresql://postgres:${password}@${host}:${port}/postgres`;
  const settings = ["fsync", "synchronous_commit", "full_page_writes"];
  await execute(own, ...settings.map((name) => `ALTER SYSTEM SET ${name} = on`), "SELECT pg_reload_conf()");
  return { url: own, stop: () => keeper.stdin.end() };
}
