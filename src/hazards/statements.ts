import { SchemaError } from "../errors";

/** Cuts a script into its statements, as PostgreSQL's own parser does. Throws where it is no SQL. */
export async function statementsIn(file: string, script: string): Promise<string[]> {
  const { loadModule, parseSync } = await import("pgsql-parser");
  await loadModule();
  try {
    const { stmts = [] } = parseSync(script) as { stmts?: readonly Extent[] };
    // Positions are counted in bytes.
    const bytes = Buffer.from(script);
    return stmts.map(({ stmt_location: start = 0, stmt_len: length }) =>
      bytes
        .subarray(start, length === undefined ? undefined : start + length)
        .toString()
        .trim(),
    );
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SchemaError({
      code: "SQL_INVALID",
      message: `${file} is not SQL that PostgreSQL understands: ${reason}.`,
      hint: "Correct the file; psql's own commands, which begin with a backslash, are no SQL.",
      cause,
    });
  }
}

interface Extent {
  readonly stmt_location?: number;
  readonly stmt_len?: number;
}
