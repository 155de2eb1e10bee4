import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const repository = join(__dirname, "../..");

/** A project of a user, on disk and far from this one. */
export interface UserProject {
  readonly root: string;
  write(files: Readonly<Record<string, string>>): void;
  /** Runs the body of an async function in a process of its own, with the built tool in scope; gives what it returns. */
  run(body: string, environment?: Readonly<Record<string, string>>): Promise<Answer>;
}

export interface Answer {
  readonly value: unknown;
  readonly error: { readonly code: string; readonly message: string; readonly hint: string } | null;
  readonly stderr: string;
}

const made: string[] = [];

export function userProject(files: Readonly<Record<string, string>>, typeorm = "typeorm"): UserProject {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "user-project-")));
  made.push(root);
  link(root, "typeorm", typeorm);
  for (const name of ["reflect-metadata", "pg"]) link(root, name, name);
  link(root, "typeorm-schema", "..");
  const write: UserProject["write"] = (contents) => {
    for (const [name, text] of Object.entries(contents)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
  };
  write({ "package.json": "{}", ...files });
  return { root, write, run: (body, environment) => run(root, body, environment ?? {}) };
}

export function removeUserProjects(): void {
  for (const root of made.splice(0)) rmSync(root, { recursive: true, force: true });
}

function link(root: string, name: string, installed: string): void {
  mkdirSync(join(root, "node_modules"), { recursive: true });
  symlinkSync(join(repository, "node_modules", installed), join(root, "node_modules", name), "dir");
}

const preamble = `
const { settle } = require(${JSON.stringify(join(repository, "dist/config"))});
const { createLoader, entityFiles, expandPatterns, findLine, originOf, resolveTypeOrm } =
  require(${JSON.stringify(join(repository, "dist/project"))});
const root = process.cwd();
const path = (name) => require("node:path").join(root, name);
const load = (...names) => createLoader(root).load(names.map(path));
const typeOf = (target, property) => Reflect.getMetadata("design:type", target.prototype, property)?.name ?? null;
const compilerLoaded = () => Object.keys(require.cache).some((name) => name.includes("@ts-morph"));
`;

function run(root: string, body: string, environment: Readonly<Record<string, string>>): Promise<Answer> {
  const script = `${preamble}
(async () => { ${body} })().then(
  (value) => ({ value, error: null }),
  ({ code, message, hint, stack }) => ({ value: null, error: { code: code ?? stack, message, hint } }),
).then((answer) => console.log("\\n" + JSON.stringify(answer)));`;
  return new Promise((resolve, reject) => {
    const options = { cwd: root, env: { PATH: process.env.PATH ?? "", ...environment } };
    execFile(process.execPath, ["-e", script], options, (failure, stdout, stderr) => {
      if (failure) reject(new Error(`${failure.message}\n${stderr}`));
      else resolve({ ...JSON.parse(stdout.trim().split("\n").at(-1) ?? ""), stderr });
    });
  });
}
