import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

declare global {
  var testServers: ChildProcess | undefined;
}

/** What a person or CI may have set: it would change what is said, and which database and repository is meant. */
const foreign = /^(?:FORCE_COLOR|DEBUG|DATABASE_URL|PG[A-Z]+|GIT_\w+|GITHUB_\w+)$/;

/** Starts the servers once for all test files. They end with the process that keeps them, however this one ends. */
export default async function startServers(): Promise<void> {
  for (const name of Object.keys(process.env)) if (foreign.test(name)) delete process.env[name];
  process.env.NO_COLOR = "1";
  const keeper = spawn(process.execPath, [join(__dirname, "keeper.js")], {
    stdio: ["pipe", "pipe", "inherit"],
    detached: true,
  });
  globalThis.testServers = keeper;
  process.env.SCHEMA_TEST_SERVERS = await new Promise<string>((resolve, reject) => {
    createInterface({ input: keeper.stdout }).once("line", resolve);
    keeper.once("close", (status) => reject(new Error(`the test servers ended with status ${status}`)));
  });
}
