// The main job on the embedded database, shown step by step: npm run demo. It works on a copy and leaves nothing behind.
const {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} = require("node:fs");
const { tmpdir } = require("node:os");
const { join, resolve } = require("node:path");
const { spawnSync } = require("node:child_process");

const root = resolve(__dirname, "..");
const project = mkdtempSync(join(tmpdir(), "typeorm-schema-demo-"));
const began = Date.now();
const column = `  @Column({ type: "numeric", precision: 12, scale: 2, default: 0 })\n  budget!: string;`;

try {
  for (const name of ["package.json", "tsconfig.json", "entities", "generated-migrations"])
    cpSync(join(root, name), join(project, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(project, "node_modules"), "junction");

  title("A database with nothing in it, and four migrations");
  schema("status");
  schema("apply");

  title("A developer edits an entity: entities/project.ts gets a column");
  edit(
    "entities/project.ts",
    "  @ManyToOne(\n    () => User,",
    `${column}\n\n  @ManyToOne(\n    () => User,`,
  );
  console.log(column.replace(/^/gm, "+ "));
  schema("diff");
  const before = migrations();
  schema("generate");

  title("The file that goes into the pull request");
  const file = migrations().find((name) => !before.includes(name));
  if (file === undefined) throw new Error("no migration was written");
  console.log(readFileSync(join(project, "generated-migrations", file), "utf8"));

  title("The deploy, and the way back");
  schema("apply");
  schema("generate");
  schema("rollback");
  schema("status");
  title(`Done in ${((Date.now() - began) / 1000).toFixed(1)} s. The checkout is as it was.`);
} finally {
  rmSync(project, { recursive: true, force: true });
}

/** @param {readonly string[]} args */
function schema(...args) {
  console.log(`\n$ schema ${args.join(" ")}`);
  const { status } = spawnSync(process.execPath, [join(root, "bin/schema.js"), ...args], {
    cwd: project,
    stdio: ["ignore", "inherit", "inherit"],
    // The embedded database, whatever this shell is set to.
    env: { ...process.env, DATABASE_URL: "" },
  });
  if (status !== 0) throw new Error(`schema ${args.join(" ")} ended with status ${status}`);
}

/** @param {string} file @param {string} from @param {string} to */
function edit(file, from, to) {
  const path = join(project, file);
  const text = readFileSync(path, "utf8");
  if (!text.includes(from)) throw new Error(`${file} has no place for the edit`);
  writeFileSync(path, text.replace(from, to));
}

function migrations() {
  return readdirSync(join(project, "generated-migrations"));
}

/** @param {string} text */
function title(text) {
  console.log(`\n━━ ${text}`);
}
