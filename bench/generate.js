/**
 * Generates migrations of the demo's entities, with the proof, on a server and on the embedded database, and prints how
 * long each took: as a clock shows it, and as processor time of the command, which other work on the machine lengthens less.
 *
 *   npm run build && node bench/generate.js [URL of a server]
 *
 * Without a URL it starts the PostgreSQL 18 that the tests use. Each run is the command line in a process of its own.
 * "Cold" is a checkout in which the command never ran: nothing is compiled, no expression was ever asked about. The
 * median of ROUNDS counts (3).
 */
const { spawn, spawnSync } = require("node:child_process");
const { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } = require("node:fs");
const { loadavg, tmpdir } = require("node:os");
const { join, resolve } = require("node:path");
const { createInterface } = require("node:readline");
const { Client } = require("pg");

const rounds = Number(process.env.ROUNDS ?? 3);
const repository = resolve(__dirname, "..");

/** Whether the migrations that there are were applied first. */
const tasks = {
  "all entities, empty database": { applied: false },
  "one column more": { applied: true },
};

main(process.argv[2]).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});

async function main(given) {
  const server = await openServer(given);
  try {
    console.log(`Load of the machine before: ${loadavg()[0].toFixed(1)}`);
    console.log("| task | database | cold | again |\n|---|---|---|---|");
    for (const [name, task] of Object.entries(tasks))
      for (const database of ["server", "embedded"]) {
        const runs = [];
        for (let round = 0; round < rounds; round += 1)
          runs.push(await measure(task, database === "server" ? server.url : null));
        const column = (which) => text(median(runs.map((run) => run[which])));
        console.log(`| ${name} | ${database} | ${column("cold")} | ${column("again")} |`);
      }
    console.log(`\nSeconds by the clock (of the processor). Load after: ${loadavg()[0].toFixed(1)}`);
  } finally {
    server.stop();
  }
}

async function measure({ applied }, server) {
  const project = makeProject(applied);
  const database = `bench_generate_${process.pid}`;
  const url = server === null ? "" : at(server, database);
  if (server !== null) await execute(server, `CREATE DATABASE ${database}`);
  try {
    if (applied) {
      schema(project, url, "apply");
      edit(project);
      rmSync(join(project, ".schema/cache"), { recursive: true, force: true });
    }
    return {
      cold: schema(project, url, "generate", "--dry-run"),
      again: schema(project, url, "generate", "--dry-run"),
    };
  } finally {
    rmSync(project, { recursive: true, force: true });
    if (server !== null) await execute(server, `DROP DATABASE ${database} WITH (FORCE)`);
  }
}

function makeProject(applied) {
  const project = mkdtempSync(join(tmpdir(), "bench-generate-"));
  const names = ["package.json", "tsconfig.json", "entities", ...(applied ? ["generated-migrations"] : [])];
  for (const name of names) cpSync(join(repository, name), join(project, name), { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(project, "node_modules"), "junction");
  return project;
}

function edit(project) {
  const file = join(project, "entities/project.ts");
  const text = readFileSync(file, "utf8");
  const place = text.lastIndexOf("}");
  const column =
    '\n  @Column({ type: "numeric", precision: 12, scale: 2, default: 0 })\n  budget!: string;\n';
  writeFileSync(file, text.slice(0, place) + column + text.slice(place));
}

/** Seconds by the clock, and of the processor as the process itself knows them. */
function schema(project, url, ...args) {
  const told = join(project, "usage.json");
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--require", watch(project), join(repository, "bin/schema.js"), ...args],
    { cwd: project, encoding: "utf8", env: { ...process.env, DATABASE_URL: url, USAGE_FILE: told } },
  );
  if (status !== 0)
    throw new Error(`schema ${args.join(" ")} ended with status ${status}:\n${stdout}${stderr}`);
  return { clock: (performance.now() - started) / 1000, processor: JSON.parse(readFileSync(told, "utf8")) };
}

function watch(project) {
  const file = join(project, "usage.cjs");
  writeFileSync(
    file,
    `process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  require("node:fs").writeFileSync(process.env.USAGE_FILE, String((user + system) / 1e6));
});\n`,
  );
  return file;
}

const median = (runs) => runs.toSorted((a, b) => a.clock - b.clock)[Math.floor(runs.length / 2)];
const text = ({ clock, processor }) => `${clock.toFixed(1)} (${processor.toFixed(1)})`;

function at(url, database) {
  const own = new URL(url);
  own.pathname = `/${database}`;
  return own.href;
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
  return {
    url: `postgresql://postgres:${password}@${host}:${port}/postgres`,
    stop: () => keeper.stdin.end(),
  };
}
