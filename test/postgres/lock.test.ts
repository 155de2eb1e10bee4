import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { acquireLock, type FileLock } from "../../src/postgres/lock";
import { run } from "./child";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schema-lock-"));
  path = join(folder, "data.lock");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function lockNow(): Promise<FileLock> {
  const lock = await acquireLock(path, 0, () => {});
  if ("heldBy" in lock) throw new Error("held");
  return lock;
}

/** A process that has existed and is gone. */
async function deadProcess(): Promise<number> {
  const child = run("");
  await child.output();
  return child.process.pid ?? 0;
}

function leaveLock(holder: Readonly<Record<string, unknown>>): void {
  const whole = {
    id: "old",
    host: hostname(),
    started: null,
    since: "2020-01-01T00:00:00.000Z",
    command: "x",
  };
  writeFileSync(path, JSON.stringify({ ...whole, ...holder }));
}

test("a lock is held until it is released, and leaves nothing behind", async () => {
  const lock = await lockNow();
  expect(await acquireLock(path, 0, () => {})).toMatchObject({ heldBy: { pid: process.pid } });
  lock.release();
  (await lockNow()).release();
  expect(readdirSync(folder)).toEqual([]);
});

test("another process waits, is told once who holds the lock, and gets it when it is free", async () => {
  const holder = run(
    `await lock.acquireLock(process.argv[1], 0, () => {}).then(async (held) => {
       print("held"); await there(process.argv[1] + ".told"); held.release();
     });`,
    path,
  );
  await holder.line("held");
  const told: unknown[] = [];
  const lock = await acquireLock(path, 60_000, (who) => {
    told.push(who?.pid);
    writeFileSync(`${path}.told`, "");
  });
  expect(told).toEqual([holder.process.pid]);
  expect("release" in lock).toBe(true);
});

test("the lock of a dead process is taken over", async () => {
  leaveLock({ pid: await deadProcess() });
  await lockNow();
  expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ pid: process.pid });
  expect(readdirSync(folder)).toEqual(["data.lock"]);
});

test("a living process that only has the number of the dead holder does not keep the lock", async () => {
  if (process.platform !== "linux") return;
  leaveLock({ pid: process.pid, started: "another boot/1" });
  await lockNow();
});

test("the lock of another host is not touched", async () => {
  leaveLock({ pid: await deadProcess(), host: "elsewhere" });
  expect(await acquireLock(path, 0, () => {})).toMatchObject({ heldBy: { host: "elsewhere" } });
});

test("a lock that is just being written is waited for, and one that was never finished is taken over", async () => {
  writeFileSync(path, "");
  expect(await acquireLock(path, 0, () => {})).toEqual({ heldBy: null });
  utimesSync(path, 0, 0);
  await lockNow();
});

test("a process that dies while it takes over does not stop the others", async () => {
  const pid = await deadProcess();
  leaveLock({ pid });
  writeFileSync(`${path}.takeover`, readFileSync(path));
  await lockNow();
  expect(readdirSync(folder)).toEqual(["data.lock"]);
});

test("of many processes that see a stale lock, one at a time has it", async () => {
  leaveLock({ pid: await deadProcess() });
  const log = join(folder, "log");
  writeFileSync(log, "");
  const children = Array.from({ length: 6 }, () =>
    run(
      `const { appendFileSync } = require("node:fs");
       const held = await lock.acquireLock(process.argv[1], 60_000, () => {});
       appendFileSync(process.argv[2], "in\\n");
       await sleep(20);
       appendFileSync(process.argv[2], "out\\n");
       held.release();`,
      path,
      log,
    ),
  );
  await Promise.all(children.map((child) => child.output()));
  expect(readFileSync(log, "utf8").trim().split("\n")).toEqual(Array(6).fill(["in", "out"]).flat());
});
