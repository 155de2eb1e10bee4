import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";

const repository = join(__dirname, "../..");

/** A project on disk whose migrations a process of its own applies, so that it can be killed. */
export interface FaultProject {
  readonly root: string;
  write(name: string, up: readonly string[], down: readonly string[], transaction?: boolean): void;
  remove(): void;
}

export function faultProject(): FaultProject {
  const root = mkdtempSync(join(tmpdir(), "faults-"));
  mkdirSync(join(root, "migrations"));
  mkdirSync(join(root, "node_modules"));
  for (const name of ["typeorm", "pg"])
    symlinkSync(join(repository, "node_modules", name), join(root, "node_modules", name), "dir");
  return {
    root,
    write(name, up, down, transaction = true) {
      const body = (steps: readonly string[]) =>
        steps.map((sql) => `    await queryRunner.query(${JSON.stringify(sql)});`).join("\n");
      const text = `class ${name} {\n  transaction = ${transaction};\n  async up(queryRunner) {\n${body(up)}\n  }\n  async down(queryRunner) {\n${body(down)}\n  }\n}\nexports.${name} = ${name};\n`;
      writeFileSync(
        join(root, "migrations", `${name.slice(-13)}-${name.slice(0, -13).toLowerCase()}.js`),
        text,
      );
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** What the process says, and how it ended. */
export interface Deployer {
  readonly process: ChildProcess;
  /** Ends when the process does. */
  readonly ended: Promise<{ readonly status: number | null; readonly lines: readonly Line[] }>;
}

export interface Line {
  readonly kind: string;
  readonly number?: number;
  readonly code?: string;
  readonly ran?: number;
  readonly message?: string;
  readonly hint?: string;
}

/**
 * Runs `apply` or `rollback` of the built tool in a process that says what it does, line by line; it waits at each
 * line until `onLine`, where there is one, has done what it does.
 */
export function deploy(
  project: FaultProject,
  url: string,
  operation: "apply" | "rollback" = "apply",
  options: object = {},
  onLine: ((line: Line) => Promise<void> | void) | null = null,
): Deployer {
  if (onLine === null) return start(project, url, { operation, options, seen: "() => {}" }, () => {});
  return start(project, url, { operation, options, seen: waiting }, async (line, { stdin }) => {
    await onLine(line);
    stdin?.write("\n");
  });
}

/**
 * The same in a process that kills itself at the first statement of this number or a later one: at an even statement
 * before it is sent, at an odd one when it is on its way, so that the server does it and nobody hears of it.
 */
export async function deployUntil(
  project: FaultProject,
  url: string,
  number: number,
  operation: "apply" | "rollback" = "apply",
): Promise<void> {
  // What goes on the way back may go.
  const options = { acceptDataLoss: true };
  await start(project, url, { operation, options, seen: dying(number) }, () => {}).ended;
}

interface Work {
  readonly operation: "apply" | "rollback";
  readonly options: object;
  /** Program text of a function that is given each event once it is said. */
  readonly seen: string;
}

const waiting = `() => {
  try { require("node:fs").readSync(0, Buffer.alloc(1)); }
  catch (error) { if (error.code !== "EAGAIN") throw error; pause(); seen(); }
}`;

const dying = (number: number) => `(() => {
  const { Socket } = require("node:net");
  const write = Socket.prototype.write;
  const die = () => process.kill(process.pid, "SIGKILL");
  let last = null;
  Socket.prototype.write = function (data, ...rest) {
    const written = write.call(this, data, ...rest);
    // A message has its letter and its length before the text.
    if (last !== null && String(data.subarray(5)).startsWith(last)) die();
    return written;
  };
  return (event) => {
    if (event.kind !== "statement" || event.number < ${number}) return;
    if (event.number % 2 === 0) die();
    last = event.sql;
  };
})()`;

function start(
  project: FaultProject,
  url: string,
  { operation, options, seen }: Work,
  onLine: (line: Line, process: ChildProcess) => void,
): Deployer {
  const script = `
    const { settle } = require(${JSON.stringify(join(repository, "dist/config"))});
    const runner = require(${JSON.stringify(join(repository, "dist/workflows/deploy"))});
    const { writeSync } = require("node:fs");
    const pause = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    // A pipe that is full for the moment says EAGAIN.
    const say = (line) => {
      try { writeSync(1, JSON.stringify(line) + "\\n"); }
      catch (error) { if (error.code !== "EAGAIN") throw error; pause(); say(line); }
    };
    const seen = ${seen};
    const onEvent = (event) => { say(event); seen(event); };
    settle({ root: ${JSON.stringify(project.root)}, url: ${JSON.stringify(url)}, migrations: "migrations" })
      .then((configuration) => runner.${operation}(configuration, { ...${JSON.stringify(options)}, onEvent }))
      .then((result) => say({ kind: "end", ran: result.ran.length }),
            ({ code, message, hint, exit }) => { say({ kind: "error", code, message, hint }); process.exitCode = exit ?? 1; });`;
  const child = spawn(process.execPath, ["-e", script], { stdio: ["pipe", "pipe", "inherit"] });
  // It may be gone when it is told to go on.
  child.stdin.on("error", () => {});
  const lines: Line[] = [];
  createInterface({ input: child.stdout }).on("line", (text) => {
    const line: Line = JSON.parse(text);
    lines.push(line);
    onLine(line, child);
  });
  return { process: child, ended: once(child, "close").then(([status]) => ({ status, lines })) };
}

/** What a schema is made of, the tool's own tables aside: two databases of one fingerprint are equal. */
export async function fingerprint(url: string): Promise<string> {
  const rows = await ask(
    url,
    `SELECT c.relname, c.relkind, (SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || a.attnotnull, ',' ORDER BY a.attname)
                FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
              (SELECT string_agg(conname || pg_get_constraintdef(oid) || convalidated, ',' ORDER BY conname)
                FROM pg_constraint WHERE conrelid = c.oid) AS constraints,
              (SELECT indisvalid::text || pg_get_indexdef(indexrelid) FROM pg_index WHERE indexrelid = c.oid) AS index
         FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relname !~ '^(schema_journal|migrations|PK_)'
        ORDER BY 1`,
  );
  return createHash("sha256").update(JSON.stringify(rows)).digest("hex");
}

/** A transaction of someone else that stays open, with the locks that the statement has taken. */
export async function holding(url: string, sql: string): Promise<{ release(): Promise<void> }> {
  const client = new Client({ connectionString: url, application_name: "someone else" });
  client.on("error", () => {});
  await client.connect();
  await client.query("BEGIN");
  await client.query(sql);
  return {
    async release() {
      await client.query("COMMIT").catch(() => {});
      await client.end().catch(() => {});
    },
  };
}

/** Asks again and again, until there is an answer. */
export async function until(url: string, sql: string): Promise<void> {
  while ((await ask(url, sql)).length === 0) await sleep(20);
}

export async function ask<Row = Record<string, unknown>>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}
