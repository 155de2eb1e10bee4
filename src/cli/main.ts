import { join } from "node:path";
import { run } from "@oclif/core/run";
import { settings } from "@oclif/core/settings";
import { tellExits } from "./exits";
import { failureOf } from "./failure";
import { type OutputForm, tellWarnings, writeFailure } from "./terminal";

const root = join(__dirname, "..", "..");

/** Runs the command line and ends the process, with the exit status that scripts rely on. */
export async function main(given: readonly string[]): Promise<void> {
  // Only ever the built files: a project under NODE_ENV=test or development has its own TypeScript to load, not ours.
  settings.enableAutoTranspile = false;
  for (const stream of [process.stdout, process.stderr]) stream.on("error", nobodyReads);
  const argv = withHelpFlag(given.filter((flag) => flag !== "--no-color"));
  tellWarnings(wantedOf(argv));
  const ended = tellExits(wantedOf(argv));
  try {
    await run(argv, { root });
  } catch (error) {
    const failure = failureOf(error, argv);
    writeFailure(failure, wantedOf(argv));
    process.exitCode = failure.exit;
  }
  ended();
  // A project's own code may have left timers or connections open.
  process.stdout.write("", () => process.exit());
}

/** `schema help apply` is `schema apply --help`. */
function withHelpFlag(argv: readonly string[]): string[] {
  const [first, ...rest] = argv;
  return first === "help" ? [...rest, "--help"] : [...argv];
}

/** Read by hand: what failed may be the reading of flags. */
function wantedOf(argv: readonly string[]): OutputForm {
  const end = argv.indexOf("--");
  const flags = end < 0 ? argv : argv.slice(0, end);
  const logs = flags.includes("--log=json") || flags[flags.indexOf("--log") + 1] === "json";
  return { json: flags.includes("--json"), log: logs ? "json" : "text" };
}

/**
 * `schema diff | head` says no more, and `schema apply | head` goes on all the same: whether anybody reads what it says
 * is no reason to stop in the middle of a deploy.
 */
function nobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
}
