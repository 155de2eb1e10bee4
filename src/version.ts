import { readFileSync } from "node:fs";
import { join } from "node:path";

/** This package's version, as its package.json says. */
export const toolVersion: string = JSON.parse(
  readFileSync(join(__dirname, "..", "package.json"), "utf8"),
).version;
