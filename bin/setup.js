// Installs and builds what is missing or out of date, and is silent when nothing is.
const { createHash } = require("node:crypto");
const { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { join, resolve } = require("node:path");
const { spawnSync } = require("node:child_process");

const root = resolve(__dirname, "..");
/** @param {string} file */
const read = (file) => readFileSync(join(root, file), "utf8");

// Not `npm ci`: it refuses a lock file that was written where a package for another platform could not be had.
if (!isInstalled())
  run(
    ["npm", "install", "--no-save", "--no-audit", "--no-fund"],
    "The packages of package-lock.json could not be installed: npm says why above. It needs its registry, once.",
  );
build();

/** Every package of the lock file is there in its version; what is optional may be missing. */
function isInstalled() {
  if (!existsSync(join(root, "node_modules/.package-lock.json"))) return false;
  const wanted = JSON.parse(read("package-lock.json")).packages;
  const installed = JSON.parse(read("node_modules/.package-lock.json")).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === "" || optional || installed[path]?.version === version,
  );
}

function build() {
  const stamp = join(root, "dist/.stamp");
  const hash = createHash("sha256");
  const sources = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  for (const file of [...sources, join(root, "tsconfig.json"), join(root, "package-lock.json")])
    hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  const wanted = hash.digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  rmSync(join(root, "dist"), { recursive: true, force: true });
  run(
    [process.execPath, join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.json"],
    "src does not compile: see above.",
  );
  writeFileSync(stamp, wanted);
}

/** @param {readonly [string, ...string[]]} command @param {string} failure what is said where it fails */
function run([program, ...args], failure) {
  const { status, error } = spawnSync(program, args, {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status === 0) return;
  console.error(`\n${failure}${error ? ` (${error.message})` : ""}`);
  process.exit(1);
}
