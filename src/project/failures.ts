import { SourceMap, type SourceMapPayload } from "node:module";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { SchemaError } from "../errors";
import { compiledFile } from "./hook";
import { isInstalled } from "./source";

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
  // Node.js adds the whole chain of requires, which the place makes superfluous.
  const message = cause.message.split("\nRequire stack:")[0] ?? "";
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

interface Place {
  readonly file: string;
  readonly line: number | null;
}

/** The first frame of the stack that is the project's own code. */
function placeOf(cause: unknown): Place | null {
  if (!(cause instanceof Error) || cause.stack === undefined) return null;
  for (const frame of cause.stack.split("\n")) {
    // A syntax error has its place alone on the first line, without a column.
    const [, name, line, column] =
      /^(?:\s+at .*?\(?)?((?:file:\/\/)?(?:\/|[A-Za-z]:\\)[^()]*?):(\d+)(?::(\d+))?\)?$/.exec(frame) ?? [];
    if (name === undefined || line === undefined) continue;
    const file = name.startsWith("file:") ? fileURLToPath(name) : name;
    if (isOwn(file)) return original(file, Number(line), Number(column ?? 1));
  }
  const importer = /imported from (\S+)$/m.exec(cause.message)?.[1];
  return importer
    ? { file: importer.startsWith("file:") ? fileURLToPath(importer) : importer, line: null }
    : null;
}

function isOwn(file: string): boolean {
  return !isInstalled(file) && !file.startsWith(__dirname);
}

/** The place in the source, for a place in its compiled form. */
function original(file: string, line: number, column: number): Place {
  const compiled = compiledFile(file);
  if (!compiled?.map) return { file, line };
  const entry = new SourceMap(JSON.parse(compiled.map) as SourceMapPayload).findEntry(line - 1, column - 1);
  return { file, line: "originalLine" in entry ? entry.originalLine + 1 : line };
}
