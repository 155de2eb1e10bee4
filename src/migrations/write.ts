import { randomBytes } from "node:crypto";
import { constants, copyFile, link, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SchemaError } from "../errors";

/** Writes a new migration whole or not at all, and never over another file. Gives its absolute path. */
export async function writeMigration(directory: string, fileName: string, text: string): Promise<string> {
  const file = join(directory, fileName);
  // Named so that no pattern takes it for a migration.
  const draft = join(directory, `.${fileName}.${randomBytes(4).toString("hex")}.tmp`);
  try {
    await mkdir(directory, { recursive: true });
    await writeFile(draft, text, { flag: "wx" });
    await publish(draft, file).finally(() => rm(draft, { force: true }));
    return file;
  } catch (cause) {
    throw cause instanceof SchemaError ? cause : cannotWrite(file, cause);
  }
}

/** Puts a migration in the place of another one, under the same name or a new one. Gives its absolute path. */
export async function rewriteMigration(
  old: string,
  directory: string,
  fileName: string,
  text: string,
): Promise<string> {
  const file = join(directory, fileName);
  if (file !== old) {
    await writeMigration(directory, fileName, text);
    await rm(old);
    return file;
  }
  const draft = join(directory, `.${fileName}.${randomBytes(4).toString("hex")}.tmp`);
  try {
    await writeFile(draft, text, { flag: "wx" });
    await rename(draft, file).finally(() => rm(draft, { force: true }));
    return file;
  } catch (cause) {
    throw cannotWrite(file, cause);
  }
}

/** A link appears at once and refuses to replace; some file systems have none. */
async function publish(draft: string, file: string): Promise<void> {
  try {
    await link(draft, file).catch((error) => {
      if (codeOf(error) === "EEXIST") throw error;
      return copyFile(draft, file, constants.COPYFILE_EXCL);
    });
  } catch (cause) {
    if (codeOf(cause) !== "EEXIST") throw cause;
    throw new SchemaError({
      code: "MIGRATION_EXISTS",
      message: `${file} exists already.`,
      hint: "Run the command again: the new migration gets a name of its own.",
      cause,
    });
  }
}

function cannotWrite(file: string, cause: unknown): SchemaError {
  return new SchemaError({
    code: "CANNOT_WRITE_MIGRATION",
    message: `Cannot write ${file}: ${codeOf(cause) ?? cause}.`,
    hint: "See that the directory can be written to and that the disk has room.",
    cause,
  });
}

function codeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
}
