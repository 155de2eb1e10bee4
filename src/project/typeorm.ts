import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { SchemaError } from "../errors";
import type { TypeOrm } from "./project";

export interface ResolvedTypeOrm {
  readonly typeorm: TypeOrm;
  /** As its package.json says: `1.1.1`. */
  readonly version: string;
}

/** The copy of TypeORM that code in `directory` would get. */
export function resolveTypeOrm(directory: string): ResolvedTypeOrm {
  const requireThere = createRequire(join(directory, "package.json"));
  const file = entryFile(requireThere, directory);
  const version = versionOf(file);
  if (!isSupported(version)) {
    throw new SchemaError({
      code: "TYPEORM_VERSION",
      message: `The project's TypeORM is ${version}, and this tool works with 0.3.20 and later of 0.3, and with 1.x.`,
      hint: "Install a version that works, for example: npm install typeorm@1",
    });
  }
  return { typeorm: requireThere(file), version };
}

function entryFile(requireThere: NodeJS.Require, directory: string): string {
  try {
    return requireThere.resolve("typeorm");
  } catch (cause) {
    throw new SchemaError({
      code: "TYPEORM_NOT_FOUND",
      message: `TypeORM is not installed in ${directory}.`,
      hint: "Install it with `npm install typeorm`, or run the command in the directory of the project's package.json.",
      cause,
    });
  }
}

/** Read from disk: TypeORM 1 does not export its package.json. */
function versionOf(file: string): string {
  for (let directory = dirname(file); directory !== dirname(directory); directory = dirname(directory)) {
    const description = join(directory, "package.json");
    if (!existsSync(description)) continue;
    const { name, version } = JSON.parse(readFileSync(description, "utf8")) as Record<string, unknown>;
    if (name === "typeorm" && typeof version === "string") return version;
  }
  return "of unknown version";
}

function isSupported(version: string): boolean {
  const [major = Number.NaN, minor = Number.NaN, patch = Number.NaN] = version.split(/[.-]/).map(Number);
  return major === 1 || (major === 0 && minor === 3 && patch >= 20);
}
