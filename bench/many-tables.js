/**
 * What the commands of a deploy take in a project of thousands of tables.
 *
 *   npm run build && node bench/many-tables.js [URL of a server]
 *
 * Without a URL it starts the PostgreSQL 18 that the tests use. TABLES=500 makes fewer tables. Each command is a process
 * of its own, from its start to its end, as a pipeline runs it; what it does not compute itself it waits for, for the server above all.
 */
const { spawnSync } = require("node:child_process");
const { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, writeSync } = require("node:fs");
const { cpus, tmpdir } = require("node:os");
const { join } = require("node:path");
const { execute, fail, openServer, repository, withDatabase } = require("./support");

/** @typedef {{ project: string, url: string }} Place */

const total = Number(process.env.TABLES ?? 2_000);
const perFile = 20;

/** The database between the commands. */
const sql = {
  change: "ALTER TABLE t7 ADD COLUMN by_hand text",
  undo: "ALTER TABLE t7 DROP COLUMN by_hand",
};

/**
 * In order: what it is called, and what it does; what is not called anything is not measured.
 * @type {readonly [string | null, (place: Place) => unknown][]}
 */
const steps = [
  ["generate the first migration", schema("generate", "first")],
  ["apply it", schema("apply")],
  ["apply, nothing pending", schema("apply")],
  ["status", schema("status")],
  ["generate, nothing to do", schema("generate")],
  ["check", schema("check")],
  ["drift, none", schema("drift")],
  [null, (place) => execute(place.url, sql.change)],
  ["drift, a column by hand", schema("drift")],
  ["status, a column by hand", schema("status")],
  [null, (place) => execute(place.url, sql.undo)],
  [null, (place) => writeFile(place.project, 0, "  @Column({ nullable: true }) added?: string;\n")],
  ["generate a column more", schema("generate", "second")],
  ["apply that", schema("apply")],
  ["roll it back", schema("rollback", "--accept", "data-loss")],
];

if (require.main === module) {
  main(process.argv[2]).catch(fail);
} else {
  // Loaded into each command's process before its own: tells at its end what it took of the processor.
  process.on("exit", () => {
    const { user, system } = process.cpuUsage();
    writeSync(3, String((user + system) / 1e6));
  });
}

/** @param {string | undefined} given */
async function main(given) {
  const server = await openServer(given);
  const project = makeProject();
  try {
    await withDatabase(server.url, `bench_${process.pid}`, async (url) => {
      console.log(
        `| ${total} tables (${cpus().length} cores) | seconds | of them computing |\n|---|---|---|`,
      );
      for (const [what, run] of steps) {
        const started = performance.now();
        const computing = Number(await run({ project, url }));
        const seconds = (performance.now() - started) / 1000;
        if (what !== null) console.log(`| ${what} | ${seconds.toFixed(1)} | ${computing.toFixed(1)} |`);
      }
    });
  } finally {
    rmSync(project, { recursive: true, force: true });
    server.stop();
  }
}

/**
 * Runs a command, and gives the seconds that it computed.
 * @param {readonly string[]} args
 * @returns {(place: Place) => number}
 */
function schema(...args) {
  return ({ project, url }) => {
    const { status, stderr, output } = spawnSync(
      process.execPath,
      ["--require", __filename, join(repository, "bin/schema.js"), ...args],
      {
        cwd: project,
        env: { ...process.env, DATABASE_URL: url, NODE_ENV: "" },
        encoding: "utf8",
        maxBuffer: 1 << 28,
        stdio: ["ignore", "pipe", "pipe", "pipe"],
      },
    );
    if (status !== 0) throw new Error(`schema ${args.join(" ")} ended with ${status}:\n${stderr}`);
    return Number(output[3]);
  };
}

function makeProject() {
  const root = mkdtempSync(join(tmpdir(), "bench-"));
  mkdirSync(join(root, "entities"));
  writeFileSync(join(root, "package.json"), '{ "name": "many-tables" }');
  writeFileSync(
    join(root, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        target: "es2022",
        module: "nodenext",
        strict: true,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
        skipLibCheck: true,
      },
    }),
  );
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"), "dir");
  for (let file = 0; file < total / perFile; file += 1) writeFile(root, file, "");
  return root;
}

/** @param {string} root @param {number} file @param {string} more */
function writeFile(root, file, more) {
  const numbers = Array.from({ length: perFile }, (_, at) => file * perFile + at);
  const classes = numbers.map((number) => entity(number, number % perFile === 0 ? null : number - 1, more));
  const imports =
    'import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from "typeorm";\n';
  writeFileSync(join(root, "entities", `part${file}.ts`), imports + classes.join("\n"));
}

/**
 * Eleven columns, a key to the table before it, two indexes and a check.
 * @param {number} number
 * @param {number | null} before
 * @param {string} more
 */
const entity = (number, before, more) => `
@Entity("t${number}")
@Index(["status", "created"])
@Check("t${number}_amount", "amount >= 0")
export class T${number} {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ length: 100 }) name!: string;
  @Column({ type: "text", nullable: true }) description?: string;
  @Column({ type: "varchar", length: 20, default: "new" }) status!: string;
  @Column({ type: "numeric", precision: 12, scale: 2, default: 0 }) amount!: string;
  @Column({ default: true }) active!: boolean;
  @Column({ type: "jsonb", nullable: true }) data?: object;
  @Column({ type: "uuid", default: () => "gen_random_uuid()" }) token!: string;
  @Column({ type: "timestamptz", default: () => "now()" }) created!: Date;
  @Column({ type: "timestamptz", nullable: true }) changed?: Date;
${before === null ? "" : `  @Index() @ManyToOne(() => T${before}, { onDelete: "CASCADE" }) @JoinColumn({ name: "before" }) before?: T${before};\n`}${more}}
`;
