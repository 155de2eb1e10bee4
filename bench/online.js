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
/**
 * A database, what the reader and the writer ask of one row after the other, and what becomes of the schema, by what that
 * is called in the table.
 * @typedef {{ before: readonly string[], filled: readonly string[], loads: readonly string[], changes: Record<string, readonly string[]> }} Subject
 */

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

/** @type {Subject} */
const whole = {
  before: plain,
  filled: [
    "INSERT INTO customers SELECT n FROM generate_series(1, 1000) n",
    `INSERT INTO orders (customer, email, amount, status) SELECT 1 + n % 1000, 'customer' || n || '@example.com', n % 500, 'open' FROM generate_series(1, ${rows}) n`,
    `INSERT INTO lines (number) SELECT n FROM generate_series(1, ${rows}) n`,
  ],
  loads: [
    "SELECT email, amount FROM orders WHERE id = $1",
    "UPDATE orders SET amount = amount WHERE id = $1",
  ],
  changes: {
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
  },
};

const partitions = 8;
const events = (more = "") => [
  "CREATE TABLE customers (id integer PRIMARY KEY)",
  `CREATE TABLE events (id integer, day integer, customer integer, note text, PRIMARY KEY (id, day)${more}) PARTITION BY LIST (day)`,
];
/** @type {Subject} */
const partitioned = {
  before: events(),
  filled: [
    ...Array.from(
      { length: partitions },
      (_, day) => `CREATE TABLE events_${day} PARTITION OF events FOR VALUES IN (${day})`,
    ),
    "INSERT INTO customers SELECT n FROM generate_series(1, 1000) n",
    `INSERT INTO events SELECT n, n % ${partitions}, 1 + n % 1000, 'note ' || n FROM generate_series(1, ${rows}) n`,
  ],
  loads: [
    `SELECT note FROM events WHERE id = $1 AND day = $1 % ${partitions}`,
    `UPDATE events SET note = note WHERE id = $1 AND day = $1 % ${partitions}`,
  ],
  changes: {
    "an index of a partitioned table": [...events(), "CREATE INDEX events_note ON events (note)"],
    "a foreign key of a partitioned table": events(", FOREIGN KEY (customer) REFERENCES customers"),
    "the primary key of a partitioned table becomes bigint": events().map((sql) =>
      sql.replace("events (id integer", "events (id bigint"),
    ),
  },
};

const [, , ...given] = process.argv;
const [role, asked = "", where = ""] = given;
(role === "--load" ? load(asked, where) : main(role)).catch(fail);

/** @param {string | undefined} url */
async function main(url) {
  const server = await openServer(url, durable);
  try {
    const measured = [
      ...(await measureAll(server.url, whole)),
      ...(await measureAll(server.url, partitioned)),
    ];
    const [{ version }] = await execute(server.url, "SELECT split_part(version(), ' ', 2) AS version");
    write(measured, version);
  } finally {
    server.stop();
  }
}

/**
 * Every change, both ways, as `schema generate` plans them.
 * @param {string} server
 * @param {Subject} subject
 */
async function measureAll(server, { before, filled, loads, changes }) {
  const base = `bench_base_${process.pid}`;
  return withDatabase(server, base, async (url) => {
    await execute(url, ...before, ...filled, "VACUUM ANALYZE", "CHECKPOINT");
    /** @type {Row[]} */
    const measured = [];
    for (const [name, after] of Object.entries(changes)) {
      const [from, to] = [await schemaOf(server, before), await schemaOf(server, after)];
      /** @param {Strategy} strategy */
      const planned = (strategy) => planWay(from, to, noValues, { strategy, version: null }, diff);
      const simple = await measure(server, base, planned("simple"), loads);
      const online = await measure(server, base, planned("online"), loads);
      measured.push({ name, simple, online });
      console.log(row({ name, simple, online }));
    }
    return measured;
  });
}

/**
 * One change, one way: how long it took, and the longest that the reader and the writer waited.
 * @param {string} server
 * @param {string} base
 * @param {Plan} plan
 * @param {readonly string[]} asked what the reader asks, and the writer
 */
async function measure(server, base, plan, asked) {
  return withDatabase(server, `bench_${process.pid} TEMPLATE ${base}`, async (url) => {
    await execute(url, "CHECKPOINT");
    const loads = asked.map((sql) => startLoad(url, sql));
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
 * As an empty database has it.
 * @param {string} server
 * @param {readonly string[]} statements
 */
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
 * @param {string} sql
 */
function startLoad(url, sql) {
  const child = spawn(process.execPath, [__filename, "--load", sql, url], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const said = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  /** @param {string} word */
  const next = async (word) => {
    child.stdin.write(`${word}\n`);
    const { value } = await said.next();
    if (value === undefined) throw new Error(`nobody asks any more: ${sql}`);
    return Number(value);
  };
  return { reset: () => next("reset"), end: () => next("end") };
}

/** @param {string} sql @param {string} url */
async function load(sql, url) {
  const client = new Client({ connectionString: url });
  await client.connect();
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
