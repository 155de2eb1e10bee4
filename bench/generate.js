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
const { spawnSync } = require("node:child_process");
const { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } = require("node:fs");
const { loadavg, tmpdir } = require("node:os");
const { join } = require("node:path");
const { fail, median, openServer, repository, withDatabase } = require("./support");

/** @typedef {{ clock: number, processor: number }} Took */

const rounds = Number(process.env.ROUNDS ?? 3);

/** Whether the migrations that there are were applied first. */
const tasks = {
  "all entities, empty database": { applied: false },
  "one column more": { applied: true },
};

main(process.argv[2]).catch(fail);

/** @param {string | undefined} given */
async function main(given) {
  const server = await openServer(given);
  try {
    console.log(`Load of the machine before: ${loadavg()[0]?.toFixed(1)}`);
    console.log("| task | database | cold | again |\n|---|---|---|---|");
    for (const [name, { applied }] of Object.entries(tasks))
      for (const [database, url] of Object.entries({ server: server.url, embedded: null })) {
        const runs = [];
        for (let round = 0; round < rounds; round += 1)
          runs.push(
            await (url === null
              ? measure(applied, "")
              : withDatabase(url, `bench_generate_${process.pid}`, (own) => measure(applied, own))),
          );
        const [cold, again] = [runs.map((run) => run.cold), runs.map((run) => run.again)];
        console.log(`| ${name} | ${database} | ${typical(cold)} | ${typical(again)} |`);
      }
    console.log(`\nSeconds by the clock (of the processor). Load after: ${loadavg()[0]?.toFixed(1)}`);
  } finally {
    server.stop();
  }
}

/** @param {boolean} applied @param {string} url */
async function measure(applied, url) {
  const project = makeProject(applied);
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
  }
}

/** @param {boolean} applied */
function makeProject(applied) {
  const project = mkdtempSync(join(tmpdir(), "bench-generate-"));
  const names = ["package.json", "tsconfig.json", "entities", ...(applied ? ["generated-migrations"] : [])];
  for (const name of names) cpSync(join(repository, name), join(project, name), { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(project, "node_modules"), "junction");
  return project;
}

/** @param {string} project */
function edit(project) {
  const file = join(project, "entities/project.ts");
  const text = readFileSync(file, "utf8");
  const place = text.lastIndexOf("}");
  const column =
    '\n  @Column({ type: "numeric", precision: 12, scale: 2, default: 0 })\n  budget!: string;\n';
  writeFileSync(file, text.slice(0, place) + column + text.slice(place));
}

/**
 * Seconds by the clock, and of the processor as the process itself knows them.
 * @param {string} project
 * @param {string} url
 * @param {readonly string[]} args
 */
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

/** @param {string} project */
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

/** @param {readonly Took[]} runs */
function typical(runs) {
  const { clock, processor } = median(runs, (run) => run.clock);
  return `${clock.toFixed(1)} (${processor.toFixed(1)})`;
}
