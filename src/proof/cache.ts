import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Schema, type SchemaObject, schemaOf } from "../schema";
import type { Printer } from "./spelling";

/**
 * Remembers what PostgreSQL printed, by content: the same schema on the same version is printed the same, so that no
 * scratch database is opened for expressions that were seen before.
 *
 * @param directory where the answers are kept; a file that cannot be read or written is as good as none
 * @param context what else the answer depends on: the server's version and the tool's, and what literals mean
 */
export function remembering(printer: Printer, directory: string, context: string): Printer {
  return async (schema) => {
    const objects = JSON.stringify([...schema.objects.values()]);
    const key = createHash("sha256").update(context).update("\0").update(objects).digest("hex");
    const file = join(directory, `${key}.json`);
    const known = await recall(file);
    if (known !== null) return known;
    const printed = await printer(schema);
    await remember(directory, file, printed);
    return printed;
  };
}

async function recall(file: string): Promise<Schema | null> {
  try {
    return schemaOf(JSON.parse(await readFile(file, "utf8")) as SchemaObject[]);
  } catch {
    return null;
  }
}

async function remember(directory: string, file: string, printed: Schema): Promise<void> {
  const draft = `${file}.${process.pid}`;
  try {
    await mkdir(directory, { recursive: true });
    await writeFile(draft, JSON.stringify([...printed.objects.values()]));
    await rename(draft, file);
  } catch {
    // Without a cache the next run asks again.
  }
}
