import { SchemaError } from "../errors";

/** One statement of a script, and what PostgreSQL's own parser makes of it. */
export interface ParsedStatement {
  readonly sql: string;
  /** `DropRoleStmt` */
  readonly kind: string;
  readonly node: ParseNode;
}

/** A node of the parser's tree, of which only what is asked for is known. */
export interface ParseNode {
  readonly [property: string]: unknown;
}

/** Cuts a script into its statements. Throws where it is no SQL. */
export async function parsed(script: string): Promise<ParsedStatement[]> {
  const { loadModule, parseSync } = await import("pgsql-parser");
  await loadModule();
  if (script.trim() === "") return [];
  const { stmts = [] } = parseSync(script) as { stmts?: readonly Extent[] };
  // Positions are counted in bytes.
  const bytes = Buffer.from(script);
  return stmts.map(({ stmt = {}, stmt_location: start = 0, stmt_len: length }) => {
    const end = length === undefined ? undefined : start + length;
    const [[kind, node] = ["", {}]] = Object.entries(stmt as Readonly<Record<string, ParseNode>>);
    return { sql: bytes.subarray(start, end).toString().trim(), kind, node };
  });
}

/** The statements of a file. */
export async function statementsIn(file: string, script: string): Promise<string[]> {
  try {
    return (await parsed(script)).map(({ sql }) => sql);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SchemaError({
      code: "SQL_INVALID",
      message: `${file}${placeOf(cause, script)} is not SQL that PostgreSQL understands: ${reason}.`,
      hint: "Correct the file; psql's own commands, which begin with a backslash, are no SQL.",
      cause,
    });
  }
}

/** `:3`, the line at which the parser gave up. */
function placeOf(cause: unknown, script: string): string {
  const details: unknown = cause instanceof Error ? Reflect.get(cause, "sqlDetails") : null;
  const position: unknown = typeof details === "object" && details && Reflect.get(details, "cursorPosition");
  if (typeof position !== "number" || position < 0) return "";
  return `:${[...script].slice(0, position).filter((letter) => letter === "\n").length + 1}`;
}

interface Extent {
  readonly stmt?: object;
  readonly stmt_location?: number;
  readonly stmt_len?: number;
}
