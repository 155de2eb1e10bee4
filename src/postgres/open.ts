import type { Database, Target } from "./database";
import { type EmbeddedOptions, openEmbedded } from "./embedded";
import { openServer } from "./server";

/** Opens a database; fails at once when it cannot be reached. Close it when done. */
export function openDatabase(target: Target, options: EmbeddedOptions = {}): Promise<Database> {
  return target.kind === "server" ? openServer(target.connection) : openEmbedded(target.directory, options);
}
