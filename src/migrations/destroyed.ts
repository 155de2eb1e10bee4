import type { MigrationSource } from "./migration";
import { bodyOf, marksIn } from "./places";
import { name, qualified, statementsOf, unquote } from "./scan-relations";
import { hole, scanScript } from "./scan-script";

/** A table, or a column of one, that a migration takes away on its way down. A null schema is the default one. */
export interface Destroyed {
  readonly schema: string | null;
  readonly table: string;
  readonly column: string | null;
}

/**
 * What `down` destroys: what the header of a generated migration says, and otherwise what its statements say, as far as
 * they are written out.
 */
export function destroyedByDown(migration: MigrationSource): Destroyed[] {
  const { source, scripts } = migration;
  const told = destroyedByHeader(source);
  const statements = downStatements(migration);
  if (told === null) return statements.flatMap(destroyedBy).filter(isNotReplaced(statements));
  const down = scripts === undefined ? downOf(source) : (scripts.down ?? "");
  const body = bodyOf(down, marksIn(down));
  const read = scripts === undefined ? literalsOf : statementsOf;
  const byHand = body === null ? [] : [body.before, body.between, down.slice(body.end)].flatMap(read);
  return [...told, ...byHand.flatMap(destroyedBy)];
}

/** Whether `down` gives anything another name, so that it cannot be said what is called how before it. */
export const renamesOnItsWayDown = (migration: MigrationSource): boolean =>
  downStatements(migration).some((statement) => /\bRENAME\b|\bSET\s+SCHEMA\b/i.test(statement));

function downStatements({ source, scripts }: MigrationSource): string[] {
  return scripts === undefined ? literalsOf(downOf(source)) : statementsOf(scripts.down ?? "");
}

const downOf = (source: string) => source.slice(Math.max(0, source.search(/(?<!\w)down\s*[=(]/)));

const literalsOf = (script: string) =>
  scanScript(script)
    .literals.flatMap(statementsOf)
    .filter((statement) => !statement.includes(hole));

const tableLoss = new RegExp(`^table ${qualified} and its rows$`, "iu");
const columnLoss = new RegExp(`^column (${name})\\.(${name})\\.(${name}) and its values$`, "iu");

/** Null where nothing of a generated migration stands there. */
function destroyedByHeader(source: string): Destroyed[] | null {
  if (marksIn(source).length === 0) return null;
  const lines = source.split("\n").map((line) => line.replace(/^\s*(?:\/?\*|--)\s?/, "").trimEnd());
  const start = lines.indexOf("Going down destroys:");
  // A template may leave the header out; where there is one, it says what was proved.
  if (start < 0) return lines.includes("Proved:") ? [] : null;
  const end = lines.findIndex((line, at) => at > start && !line.startsWith("  "));
  return lines.slice(start + 1, end).flatMap((line): Destroyed[] => {
    const [, schema, table] = tableLoss.exec(line.trim()) ?? [];
    if (table !== undefined) return [destroyed(schema, table)];
    const [, home, of, column] = columnLoss.exec(line.trim()) ?? [];
    return of === undefined || column === undefined ? [] : [destroyed(home, of, column)];
  });
}

const dropTable = /^DROP\s+TABLE\s+(?:IF\s+EXISTS\s+)?([\s\S]*)$/i;
const alterTable = new RegExp(
  `^ALTER\\s+TABLE\\s+(?:IF\\s+EXISTS\\s+)?(?:ONLY\\s+)?${qualified}\\s+([\\s\\S]*)$`,
  "iu",
);
const one = new RegExp(`^\\s*${qualified}`, "iu");
const dropColumn = new RegExp(
  `^\\s*DROP\\s+(?:COLUMN\\s+)?(?:IF\\s+EXISTS\\s+)?(${name})(?:\\s+(?:CASCADE|RESTRICT))?\\s*$`,
  "iu",
);

function destroyedBy(statement: string): Destroyed[] {
  const tables = dropTable.exec(statement)?.[1];
  if (tables !== undefined)
    return tables.split(",").flatMap((item) => {
      const [, schema, table] = one.exec(item) ?? [];
      return table === undefined ? [] : [destroyed(schema, table)];
    });
  const [, schema, table, actions = ""] = alterTable.exec(statement) ?? [];
  if (table === undefined) return [];
  return actions.split(",").flatMap((action) => {
    const column = dropColumn.exec(action)?.[1];
    return column === undefined ? [] : [destroyed(schema, table, column)];
  });
}

/** A column that another one takes the name of has been copied into it. */
function isNotReplaced(statements: readonly string[]): (destroyed: Destroyed) => boolean {
  const heirs = new Set(
    statements.flatMap((statement) => {
      const to = new RegExp(`\\bRENAME\\s+(?:COLUMN\\s+)?${name}\\s+TO\\s+(${name})\\s*$`, "iu").exec(
        statement,
      );
      return to?.[1] === undefined ? [] : [unquote(to[1])];
    }),
  );
  return ({ column }) => column === null || !heirs.has(column);
}

function destroyed(schema: string | undefined, table: string, column?: string): Destroyed {
  return {
    schema: schema === undefined ? null : unquote(schema),
    table: unquote(table),
    column: column === undefined ? null : unquote(column),
  };
}
