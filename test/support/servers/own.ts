import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { type ServerVersion, serverUrl } from ".";

/** A server of a test's own, to be stopped and started. */
export interface OwnServer {
  readonly url: string;
  /** `largestFile` in bytes stands for a disk of that size. */
  start(largestFile?: number): Promise<void>;
  /** `SIGQUIT` as a crash does: what is open is lost, and the log is played back at the next start. */
  stop(signal?: "SIGQUIT" | "SIGINT"): Promise<void>;
  remove(): Promise<void>;
}

/** Of the programs, and under the user, of the server that runs beside the tests. */
export async function ownServer(version: ServerVersion): Promise<OwnServer> {
  const { bin, beside } = await programsOf(version);
  const { uid, gid } = statSync(beside);
  const base = mkdtempSync(join(tmpdir(), "schema-own-server-"));
  chownSync(base, uid, gid);
  const data = join(base, "data");
  const passwordFile = join(base, "password");
  writeFileSync(passwordFile, "secret", { mode: 0o644 });
  const rights = process.getuid?.() === 0 ? { uid, gid } : {};
  const init = ["-D", data, "--username=postgres", "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
  const made = spawn(
    join(bin, "initdb"),
    [...init, "--no-sync", "--locale=C", "--encoding=UTF8", "--wal-segsize=1"],
    {
      ...rights,
      stdio: "ignore",
    },
  );
  if ((await once(made, "close"))[0] !== 0) throw new Error("initdb failed");
  const port = await freePort();
  const url = `postgresql://postgres:secret@127.0.0.1:${port}/postgres`;
  let running: ChildProcess | null = null;
  const stop = async (signal: "SIGQUIT" | "SIGINT" = "SIGINT"): Promise<void> => {
    if (running === null) return;
    const ended = once(running, "close");
    running.kill(signal);
    await ended;
    running = null;
  };
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
    "shared_buffers=16MB",
  ];
  return {
    url,
    async start(largestFile) {
      // In blocks of 512 bytes, as POSIX has it.
      const limit = largestFile === undefined ? "" : `ulimit -f ${Math.floor(largestFile / 512)}; `;
      const command = `${limit}exec "$0" "$@"`;
      const flags = settings.flatMap((setting) => ["-c", setting]);
      const words = ["-c", command, join(bin, "postgres"), "-D", data, "-p", String(port), ...flags];
      for (;;) {
        running = spawn("sh", words, { ...rights, stdio: ["ignore", "ignore", "pipe"] });
        const failure = await ready(running).then(() => null, String);
        if (failure === null) return;
        // While it was down, the system may have given its port to somebody's connection for a moment.
        if (!failure.includes("Address already in use")) throw new Error(failure);
        await sleep(100);
      }
    },
    stop,
    async remove() {
      await stop("SIGQUIT");
      rmSync(base, { recursive: true, force: true });
    },
  };
}

async function programsOf(version: ServerVersion): Promise<{ bin: string; beside: string }> {
  const client = new Client({ connectionString: serverUrl(version, "postgres") });
  await client.connect();
  try {
    const { rows } = await client.query<{ bin: string; beside: string }>(
      "SELECT setting AS bin, current_setting('data_directory') AS beside FROM pg_config WHERE name = 'BINDIR'",
    );
    if (rows[0] === undefined) throw new Error("the server does not say where its programs are");
    return rows[0];
  } finally {
    await client.end();
  }
}

function ready(server: ChildProcess): Promise<void> {
  let said = "";
  return new Promise((done, failed) => {
    server.once("close", () => failed(new Error(said)));
    server.stderr?.on("data", (text) => {
      said += text;
      if (said.includes("ready to accept connections")) done();
    });
  });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}
