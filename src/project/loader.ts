import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { SchemaError } from "../errors";
import { compile, explain } from "./compile";
import { withoutExits } from "./exits";
import { loadError } from "./failures";
import { compiledFile, installHook, pendingModule, registerCompiled, registerLocated } from "./hook";
import { recordOrigins } from "./origins";
import { isTypeScript } from "./source";

/** A file of the project that has run. */
export interface LoadedModule {
  /** Absolute. */
  readonly file: string;
  /**
   * What it exports, by name. A CommonJS file whose `module.exports` is itself one thing (a class, an instance)
   * exports it under the name `module.exports`.
   */
  readonly exports: ReadonlyMap<string, unknown>;
}

/** Loads TypeScript and JavaScript files of one project, CommonJS or ESM, TypeScript as `tsc` would compile it. */
export interface Loader {
  /** Loads absolute file names, in this order; a file that loaded before is not run again. Throws `SchemaError`. */
  load(files: readonly string[]): Promise<readonly LoadedModule[]>;
}

/** The loader of the project in `root`. */
export function createLoader(root: string): Loader {
  const requireThere = createRequire(join(root, "package.json"));
  return {
    load: async (files) => {
      const real = files.map((file) => existing(root, file));
      const uncompiled = real.filter((file) => isTypeScript(file) && !compiledFile(file));
      if (uncompiled.length > 0) registerCompiled(compile(root, uncompiled));
      registerLocated(real);
      installHook((file) => compile(root, [file]));
      const loaded: LoadedModule[] = [];
      for (const file of real) loaded.push({ file, exports: exportsOf(await run(root, requireThere, file)) });
      return loaded;
    },
  };
}

function existing(root: string, file: string): string {
  try {
    return realpathSync.native(file);
  } catch {
    throw new SchemaError({
      code: "FILE_NOT_FOUND",
      message: `There is no file ${relative(root, file)} in ${root}.`,
      hint: "Correct the path, or run the command in the project's directory.",
    });
  }
}

async function run(root: string, requireThere: NodeJS.Require, file: string): Promise<unknown> {
  try {
    const exported = await withoutExits(async () => {
      const loaded = await requireOrImport(requireThere, file);
      await pendingModule(file);
      return loaded;
    });
    recordOrigins(exported, file);
    return exported;
  } catch (error) {
    // What is not a function may not be there at all.
    const reason = error instanceof TypeError && isTypeScript(file) ? explain(root, file) : null;
    throw reason ?? loadError(root, file, error);
  }
}

/** `require` gives ES modules too, the same instances that `import` gives; only top-level await needs `import`. */
async function requireOrImport(requireThere: NodeJS.Require, file: string): Promise<unknown> {
  try {
    return withoutExperimentalWarning(() => requireThere(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_REQUIRE_ASYNC_MODULE") throw error;
    return import(pathToFileURL(file).href);
  }
}

/** Node.js 20 calls `require` of an ES module experimental; it is the same in every later version. */
function withoutExperimentalWarning<T>(work: () => T): T {
  const emitWarning = process.emitWarning;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]): void => {
    if (String(warning).includes("ES Module in require()")) return;
    Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  try {
    return work();
  } finally {
    process.emitWarning = emitWarning;
  }
}

function exportsOf(exported: unknown): ReadonlyMap<string, unknown> {
  if (exported === null || typeof exported !== "object") return new Map([["module.exports", exported]]);
  const prototype: unknown = Object.getPrototypeOf(exported);
  const isNamespace = prototype === null || prototype === Object.prototype;
  return isNamespace ? new Map(Object.entries(exported)) : new Map([["module.exports", exported]]);
}
