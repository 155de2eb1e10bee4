import { SourceMap, type SourceMapPayload } from "node:module";
import { basename, isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { SchemaError } from "../errors";
import { compiledFile } from "./hook";
import { isInstalled, readText } from "./source";

/** Why a file did not load, with the place in the project's source where it went wrong. */
export function loadError(root: string, file: string, cause: unknown): SchemaError {
  if (cause instanceof SchemaError) return cause;
  const place = placeOf(cause) ?? { file, line: null };
  const shown =
    relative(root, place.file).replaceAll("\\", "/") + (place.line === null ? "" : `:${place.line}`);
  return new SchemaError({
    code: "LOAD_FAILED",
    message: `${shown}: ${reason(cause)}`,
    hint: hint(cause),
    cause,
  });
}

function reason(cause: unknown): string {
  if (!(cause instanceof Error)) return `it threw ${String(cause)}`;
  // Node.js adds who required it, which the place says already.
  const message = cause.message.replace(/\nRequire stack:[\s\S]*$| imported from .*$/, "");
  return cause.name === "Error" || message === "" ? message || cause.name : `${cause.name}: ${message}`;
}

function hint(cause: unknown): string {
  const code = cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined;
  if (code === "MODULE_NOT_FOUND" || code === "ERR_MODULE_NOT_FOUND")
    return "Correct the import, or install the package.";
  if (code === "ERR_REQUIRE_ASYNC_MODULE")
    return "Move the top-level await of the imported file into a function.";
  return "Correct that line, then run the command again; DEBUG=1 shows the stack trace.";
}

interface Frame {
  readonly file: string;
  readonly line: number | null;
}

/** The first frame of the stack that is the project's own code. */
function placeOf(cause: unknown): Frame | null {
  if (!(cause instanceof Error) || cause.stack === undefined) return null;
  for (const frame of cause.stack.split("\n")) {
    // A syntax error has its place alone on the first line, without a column.
    const [, name, line, column] =
      /^(?:\s+at (?:.*\(|async )?)?([^()\s][^()]*?):(\d+)(?::(\d+))?\)?$/.exec(frame) ?? [];
    if (name === undefined || line === undefined) continue;
    const file = pathOf(name);
    if (isAbsolute(file) && isOwn(file)) return original(file, Number(line), Number(column ?? 1));
  }
  return importerOf(cause.message);
}

/** A missing import of an ES module has no frame of its own. */
function importerOf(message: string): Frame | null {
  const [, specifier, importer] = /'([^']+)' imported from (.+)$/m.exec(message) ?? [];
  if (specifier === undefined || importer === undefined) return null;
  const file = pathOf(importer);
  const lines = (readText(file) ?? "").split("\n");
  const line = lines.findIndex(
    (text) => /\b(import|from)\b/.test(text) && text.includes(basename(specifier)),
  );
  return { file, line: line === -1 ? null : line + 1 };
}

function pathOf(name: string): string {
  return name.startsWith("file:") ? fileURLToPath(name) : name;
}

function isOwn(file: string): boolean {
  return !isInstalled(file) && !file.startsWith(__dirname);
}

/** The place in the source, for a place in its compiled form. */
function original(file: string, line: number, column: number): Frame {
  const compiled = compiledFile(file);
  if (!compiled?.map) return { file, line };
  const entry = new SourceMap(JSON.parse(compiled.map) as SourceMapPayload).findEntry(line - 1, column - 1);
  return { file, line: "originalLine" in entry ? entry.originalLine + 1 : line };
}
