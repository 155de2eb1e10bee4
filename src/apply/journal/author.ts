import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { toolVersion } from "../../version";

/** Who writes to the journal. */
export interface Author {
  /** The same in all entries of one run of the tool. */
  readonly run: string;
  readonly person: string;
  readonly host: string;
  readonly tool: string;
}

export function thisRun(): Author {
  return { run: randomUUID(), person: userName(), host: hostname(), tool: toolVersion };
}

/** A container's user may have no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "");
  }
}
