import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { SchemaError } from "../errors";
import { type InitOptions, type ProjectFile, projectFiles } from "./files";

export interface Initialized {
  /** Absolute. */
  readonly directory: string;
  readonly written: readonly string[];
  /** There already, and left alone. */
  readonly kept: readonly string[];
  /** Packages that the project's package.json does not name yet. */
  readonly missing: readonly string[];
}

/** Writes the files of a new project. One that is there already is left as it is. Throws `CANNOT_WRITE`. */
export async function init(directory: string, options: InitOptions): Promise<Initialized> {
  const shapes = await Promise.all(["templates/migration.ts", "templates/migration.sql"].map(shipped));
  const outcomes: { path: string; written: boolean }[] = [];
  for (const file of projectFiles(options, shapes))
    outcomes.push({ path: file.path, written: await write(directory, file) });
  return {
    directory,
    written: outcomes.filter(({ written }) => written).map(({ path }) => path),
    kept: outcomes.filter(({ written }) => !written).map(({ path }) => path),
    missing: await missingPackages(directory),
  };
}

async function shipped(path: string): Promise<ProjectFile> {
  return { path, text: await readFile(join(__dirname, "..", "..", path), "utf8") };
}

async function write(directory: string, { path, text }: ProjectFile): Promise<boolean> {
  const file = join(directory, path);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: "wx" });
    return true;
  } catch (cause) {
    if (codeOf(cause) === "EEXIST") return false;
    throw new SchemaError({
      code: "CANNOT_WRITE",
      message: `Cannot write ${file}: ${codeOf(cause) ?? cause}.`,
      hint: "See that the directory can be written to; run `schema init` again for what is missing.",
      cause,
    });
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException | null)?.code;

const needed = ["typeorm", "pg", "reflect-metadata", "typeorm-schema"];

async function missingPackages(directory: string): Promise<string[]> {
  try {
    const { dependencies, devDependencies } = JSON.parse(
      await readFile(join(directory, "package.json"), "utf8"),
    );
    const named = { ...dependencies, ...devDependencies };
    return needed.filter((name) => !(name in named));
  } catch {
    return needed;
  }
}
