import { createRequire } from "node:module";
import { relative } from "node:path";
import { ts } from "@ts-morph/common";
import { SchemaError } from "../../errors";

/** The problems of a file that keep it from running as it reads: its syntax, and names that nothing declares. */
export function problemsOf(program: ts.Program, source: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
  const syntax = program.getSyntacticDiagnostics(source);
  if (syntax.length > 0) return syntax;
  const located = program.getSemanticDiagnostics(source).filter(isLocated);
  return located.filter((diagnostic) => unresolved.has(diagnostic.code) && !runsAnyway(diagnostic));
}

/** Everything else that the type checker may say does not change what runs. */
const unresolved = new Set([
  2304, // Cannot find name
  2552, // Cannot find name, did you mean
  2503, // Cannot find namespace
  2305, // Module has no exported member
  2614, // Module has no exported member, did you mean the default
  2724, // Module has no exported member, did you mean
  1192, // Module has no default export
  2613, // Module has no default export, did you mean
  2306, // File is not a module
  ...[2307, 2792, 2882],
]);

const moduleNotFound = new Set([2307, 2792, 2882]);

const ofCommonJs = new Set(["require", "module", "exports", "__filename", "__dirname"]);

function isLocated(diagnostic: ts.Diagnostic): diagnostic is ts.DiagnosticWithLocation {
  return diagnostic.file !== undefined && diagnostic.start !== undefined;
}

/** A name or a module that the type checker has no declaration of (no `@types/node`), and that Node.js has. */
function runsAnyway({ code, file, start, length }: ts.DiagnosticWithLocation): boolean {
  const text = file.text.slice(start, start + length);
  if (!moduleNotFound.has(code)) return text in globalThis || ofCommonJs.has(text);
  const specifier = text.slice(1, -1);
  try {
    createRequire(file.fileName).resolve(specifier);
    return true;
  } catch {
    return false;
  }
}

export function compileError(root: string, problems: readonly ts.DiagnosticWithLocation[]): SchemaError {
  const shown = problems.slice(0, 10).map((problem) => `${position(root, problem)}: ${text(problem)}`);
  const more = problems.length - shown.length;
  const isMissing = problems.every(({ code }) => moduleNotFound.has(code));
  return new SchemaError({
    code: "COMPILE_FAILED",
    message: [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join("\n"),
    hint: isMissing
      ? "Correct the import, install the package, or add the alias to `paths` of tsconfig.json."
      : "Correct the file, then run the command again; `npx tsc --noEmit` says the same.",
  });
}

function position(root: string, { file, start }: ts.DiagnosticWithLocation): string {
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return `${relative(root, file.fileName).replaceAll("\\", "/")}:${line + 1}:${character + 1}`;
}

function text(diagnostic: ts.Diagnostic): string {
  return ts.flattenDiagnosticMessageText(diagnostic.messageText, " ");
}
