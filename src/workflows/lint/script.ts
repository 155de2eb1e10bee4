import { readFile } from "node:fs/promises";
import { relative, sep } from "node:path";
import { plannedMigration } from "../../apply";
import { isConcurrent, plainStatement } from "../../change";
import { SchemaError } from "../../errors";
import { statementsIn } from "../../hazards";
import { type Migration, runsInTransaction } from "../../migrations";

/** A script of nobody's migrations, as one that comes after all of them. */
export async function readScript(root: string, file: string): Promise<Migration> {
  const path = relative(root, file).split(sep).join("/");
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  const source = text.replace(/^\uFEFF/, "");
  const statements = (await statementsIn(path, source)).map((sql) => ({
    ...plainStatement(sql),
    transactional: !isConcurrent(sql),
  }));
  const transaction = runsInTransaction(source) && statements.every(({ transactional }) => transactional);
  const nothing = { statements: [], transaction };
  const migration = plannedMigration(path, 0, { statements, transaction }, nothing);
  return { ...migration, file, source };
}

function unreadable(path: string, cause: unknown): SchemaError {
  return new SchemaError({
    code: "LINT_FILE_UNKNOWN",
    message: `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: "Give files that are there: migrations of this project, directories of them, or .sql files.",
    cause,
  });
}
