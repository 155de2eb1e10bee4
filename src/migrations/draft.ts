import { randomBytes } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import type { Configuration } from "../config/configuration";
import { SchemaError } from "../errors";
import { createLoader } from "../project";
import { instantiate, migrationClasses } from "./classes";
import type { Migration } from "./migration";

/**
 * Loads the text of a migration that is not written yet, to be run as its file would. It stands for that long beside
 * the others, where its imports find what they mean, under a name that no pattern takes for a migration.
 */
export async function loadDraft(
  { root, migrations }: Pick<Configuration, "root" | "migrations">,
  draft: {
    readonly fileName: string;
    readonly text: string;
    readonly className: string;
    readonly timestamp: number;
  },
): Promise<Migration> {
  const { fileName, text, className, timestamp } = draft;
  const suffix = randomBytes(4).toString("hex");
  const file = join(migrations.directory, `.draft-${suffix}${extname(fileName)}`);
  const made = await mkdir(migrations.directory, { recursive: true });
  await writeFile(file, text, { flag: "wx" });
  try {
    const [module] = await createLoader(root).load([file]);
    const types = migrationClasses([...(module?.exports.values() ?? [])]);
    const instance = types.map(instantiate).find((one) => (one.name ?? one.constructor.name) === className);
    if (instance === undefined || typeof instance.down !== "function") throw noClass(fileName, className);
    const transaction = instance.transaction !== false;
    const written = join(migrations.directory, fileName);
    return {
      name: className,
      timestamp,
      file: written,
      checksum: null,
      source: text,
      transaction,
      schema: null,
      instance,
    };
  } catch (cause) {
    throw unusable(cause, file, fileName);
  } finally {
    await rm(made ?? file, { recursive: true, force: true });
  }
}

function unusable(cause: unknown, file: string, fileName: string): unknown {
  if (!(cause instanceof SchemaError)) return cause;
  const name = file.slice(file.lastIndexOf(".draft-"));
  const why = cause.message.replaceAll(name, fileName).replace(/(?<![.!?])$/, ".");
  return new SchemaError({
    code: cause.code,
    message: `What would be written as ${fileName} does not run: ${why} Nothing was written.`,
    hint: "Correct the template, or what is written by hand in the migration, and run the command again.",
    exit: cause.exit,
    cause,
  });
}

function noClass(fileName: string, className: string): SchemaError {
  return new SchemaError({
    code: "TEMPLATE_WITHOUT_CLASS",
    message: `${fileName} would export no class ${className} with up and down.`,
    hint: "Let the template export class {{className}}.",
  });
}
