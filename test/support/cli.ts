import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const root = resolve(__dirname, "../..");
/** What is run as `schema`. */
export const binary = join(root, "bin/schema.js");

export interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project of its own in a temporary directory, and the command line in it. */
export interface CliProject {
  readonly directory: string;
  schema(...args: string[]): Promise<Run>;
  write(file: string, text: string): void;
  remove(): void;
}

/** Of this test file. */
const base = mkdtempSync(join(tmpdir(), "schema-cli-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));
const open = new Set<string>();

/** A directory whose name tells what is in it: the same again for the next test that begins with the same. */
function directoryFor(content: string): string {
  const name = createHash("sha256").update(content).digest("hex").slice(0, 12);
  let count = 0;
  while (open.has(join(base, `${name}-${count}`))) count += 1;
  const directory = join(base, `${name}-${count}`);
  open.add(directory);
  mkdirSync(directory);
  return directory;
}

/** @param url the database, null for the embedded one */
export function cliProject(files: Readonly<Record<string, string>>, url: string | null = null): CliProject {
  const directory = directoryFor(JSON.stringify(files));
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"), "junction");
  cpSync(join(root, "tsconfig.json"), join(directory, "tsconfig.json"));
  writeFileSync(join(directory, "package.json"), '{ "name": "a-project" }');
  const project = projectIn(directory, url);
  for (const [file, text] of Object.entries(files)) project.write(file, text);
  return project;
}

/** The same project once more, with a database of its own. */
export function copyOf({ directory: from }: CliProject, url: string): CliProject {
  const directory = directoryFor(from);
  cpSync(from, directory, { recursive: true, verbatimSymlinks: true });
  return projectIn(directory, url);
}

const compiledIn = (directory: string) => join(directory, ".schema", "cache");

/** What the first run has compiled serves the next project of this directory, which begins with the same files. */
function keepCompiled(directory: string): void {
  const kept = `${directory}.compiled`;
  if (existsSync(compiledIn(directory)) && !existsSync(kept))
    cpSync(compiledIn(directory), kept, { recursive: true });
}

function projectIn(directory: string, url: string | null): CliProject {
  const kept = `${directory}.compiled`;
  if (existsSync(kept)) cpSync(kept, compiledIn(directory), { recursive: true });
  return {
    directory,
    write: (file, text) => {
      mkdirSync(dirname(join(directory, file)), { recursive: true });
      writeFileSync(join(directory, file), text);
    },
    schema: async (...args) => {
      const ran = await runSchema(directory, url, args);
      keepCompiled(directory);
      return ran;
    },
    remove: () => {
      rmSync(directory, { recursive: true, force: true });
      open.delete(directory);
    },
  };
}

function runSchema(cwd: string, url: string | null, args: readonly string[]): Promise<Run> {
  const env = { ...process.env, DATABASE_URL: url ?? "", NO_COLOR: "1", NODE_ENV: "", JEST_WORKER_ID: "" };
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [binary, ...args],
      { cwd, env, maxBuffer: 1 << 26 },
      (_error, stdout, stderr) => done({ status: child.exitCode ?? -1, stdout, stderr }),
    );
    child.stdin?.end();
  });
}

export const user = (more = "") => `
import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";

@Entity("users")
export class User {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ length: 50 })
  name!: string;
${more}}
`;
