import { relative } from "node:path";
import { serverLabel } from "./connection";
import type { Target } from "./database";

/** What people read of a database: where it is, never its password. */
export function labelOf(target: Target): string {
  return target.kind === "server" ? serverLabel(target.connection) : embeddedLabel(target.directory);
}

export function embeddedLabel(directory: string): string {
  const path = relative(process.cwd(), directory);
  return `embedded database in ${path.startsWith("..") ? directory : path || "."}`;
}
