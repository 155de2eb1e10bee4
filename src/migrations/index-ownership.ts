import { qualify } from "../schema";
import type { MigrationSource } from "./migration";
import { bodyOf, marksIn } from "./places";
import { name, qualified, statementsOf, unquote } from "./scan-relations";
import { hole, scanScript } from "./scan-script";

const make = new RegExp(
  String.raw`^CREATE\s+(?:UNIQUE\s+)?INDEX\s+(?:CONCURRENTLY\s+)?(?:IF\s+NOT\s+EXISTS\s+)?(${name})\s+ON\s+${qualified}`,
  "iu",
);
const drop = new RegExp(
  String.raw`^DROP\s+INDEX\s+(?:CONCURRENTLY\s+)?(?:IF\s+EXISTS\s+)?${qualified}`,
  "iu",
);
const dropView = new RegExp(String.raw`^DROP\s+MATERIALIZED\s+VIEW\s+${qualified}`, "iu");
const rename = new RegExp(
  String.raw`^ALTER\s+INDEX\s+(?:IF\s+EXISTS\s+)?${qualified}\s+RENAME\s+TO\s+(${name})\s*$`,
  "iu",
);

/**
 * The indexes that generated statements made, oldest migration first, as `pathOf` writes them. An index that TypeORM
 * cannot say is the tool's to drop only if it is one of these: what a person wrote is left alone.
 */
export function indexesMadeBy(
  migrations: readonly MigrationSource[],
  defaultSchema: string,
): ReadonlySet<string> {
  const made = new Set<string>();
  const path = (schema: string | undefined, index: string | undefined) =>
    qualify(schema === undefined ? defaultSchema : unquote(schema), unquote(index ?? ""));
  for (const migration of migrations) {
    const { generated, byHand } = partsOf(migration);
    // Taken down, by itself or with what it is on, though no migration made it: put back, it is still somebody else's.
    const displaced = new Set<string>();
    const fresh = new Set<string>();
    for (const statement of generated) {
      const [, index, schema, relation] = make.exec(statement) ?? [];
      const owned = index !== undefined && !displaced.has(path(schema, index));
      if (owned && !displaced.has(path(schema, relation))) {
        made.add(path(schema, index));
        fresh.add(path(schema, index));
      }
      const [, home, gone] = drop.exec(statement) ?? dropView.exec(statement) ?? [];
      if (gone !== undefined && !made.has(path(home, gone))) displaced.add(path(home, gone));
      const [, place, passing, name] = rename.exec(statement) ?? [];
      // It takes the name of one that went with its column: of whoever's that was.
      if (
        fresh.has(path(place, passing)) &&
        !made.has(path(place, name)) &&
        !displaced.has(path(place, name))
      )
        made.delete(path(place, passing));
      forget(statement, made, path);
    }
    for (const statement of byHand) {
      const [, index, schema] = make.exec(statement) ?? [];
      if (index !== undefined) made.delete(path(schema, index));
      forget(statement, made, path);
    }
  }
  return made;
}

function forget(
  statement: string,
  made: Set<string>,
  path: (schema: string | undefined, index: string | undefined) => string,
): void {
  const dropped = drop.exec(statement);
  if (dropped) made.delete(path(dropped[1], dropped[2]));
  const renamed = rename.exec(statement);
  if (renamed && made.delete(path(renamed[1], renamed[2]))) made.add(path(renamed[1], renamed[3]));
}

/** Most migrations of a long history do not, and need not be read closely. */
const mayTouchIndexes = /\b(?:INDEX|MATERIALIZED)\b/i;

/** The statements of the way up: the tool's, and a person's. */
function partsOf({ source, scripts }: MigrationSource): {
  readonly generated: readonly string[];
  readonly byHand: readonly string[];
} {
  const up = scripts?.up ?? source.split(/(?<!\w)down\s*\(/)[0] ?? "";
  if (!mayTouchIndexes.test(up)) return { generated: [], byHand: [] };
  const read = scripts === undefined ? statementsIn : statementsOf;
  const body = bodyOf(up, marksIn(up));
  if (body === null) return { generated: [], byHand: read(up) };
  const { start, end, before, between, generated } = body;
  return {
    generated: generated.flatMap(({ text }) => read(text)),
    byHand: [up.slice(0, start), before, between, up.slice(end)].flatMap(read),
  };
}

function statementsIn(script: string): string[] {
  return scanScript(script)
    .literals.flatMap(statementsOf)
    .filter((statement) => !statement.includes(hole));
}
