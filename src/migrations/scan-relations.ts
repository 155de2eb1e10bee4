import { hole } from "./scan-script";
import { scanSql } from "./scan-sql";

/** What one statement does to one table or view. A null schema is the default one. */
export type RelationEvent = { readonly schema: string | null; readonly name: string } & (
  | { readonly kind: "made" }
  /** `sure` where it says that the relation is there. */
  | { readonly kind: "dropped"; readonly sure: boolean }
  | { readonly kind: "renamed"; readonly to: string }
  | { readonly kind: "moved"; readonly to: string }
);

/** A name, quoted or not. */
export const name = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`;
/** A name with or without its schema. One that goes on with something computed is not known. */
export const qualified = String.raw`(?:(${name})\s*\.\s*)?(${name})(?![\p{L}\p{N}_$]|\s*[.${hole}])`;
const relation = String.raw`(?:TABLE|MATERIALIZED\s+VIEW|VIEW)`;

const make = pattern(
  String.raw`CREATE\s+(?:OR\s+REPLACE\s+)?(?:UNLOGGED\s+|RECURSIVE\s+)*${relation}\s+(?:IF\s+NOT\s+EXISTS\s+)?${qualified}`,
);
const alter = pattern(
  String.raw`ALTER\s+${relation}\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?${qualified}\s+(RENAME\s+TO|SET\s+SCHEMA)\s+(${name})\s*$`,
);
const drop = pattern(String.raw`DROP\s+${relation}\s+(IF\s+EXISTS\s+)?([\s\S]*)`);
const item = pattern(qualified);

function pattern(source: string): RegExp {
  return new RegExp(`^${source}`, "iu");
}

/** Most statements of a long history do not, and need not be read closely. */
const mayTouchRelations = /\b(?:CREATE|DROP|RENAME|SCHEMA)\b/i;

/** Reads the statements of an SQL text that make, rename, move or drop tables and views. */
export function relationEvents(sql: string): RelationEvent[] {
  return mayTouchRelations.test(sql) ? statementsOf(sql).flatMap(eventsOf) : [];
}

/** Without comments, and with literals emptied: nothing inside them is a statement. */
export function statementsOf(sql: string): string[] {
  const statements = [""];
  for (const { kind, text } of scanSql(sql)) {
    const [first = "", ...more] = kind === "code" ? text.split(";") : [plain(kind, text)];
    statements.push(`${statements.pop()}${first}`, ...more);
  }
  return statements.map((statement) => statement.trim());
}

function plain(kind: string, text: string): string {
  if (kind === "identifier") return text;
  return kind === "comment" ? " " : "''";
}

function eventsOf(statement: string): RelationEvent[] {
  const made = make.exec(statement);
  if (made) return [{ kind: "made", ...relationOf(made[1], made[2]) }];
  const altered = alter.exec(statement);
  if (altered) {
    const kind = /^RENAME/i.test(altered[3] ?? "") ? "renamed" : "moved";
    return [{ kind, ...relationOf(altered[1], altered[2]), to: unquote(altered[4] ?? "") }];
  }
  const [, unsure, dropped = ""] = drop.exec(statement) ?? [];
  return dropped.split(",").flatMap((text): RelationEvent[] => {
    const found = item.exec(text.trim());
    return found ? [{ kind: "dropped", sure: unsure === undefined, ...relationOf(found[1], found[2]) }] : [];
  });
}

function relationOf(
  schema: string | undefined,
  table: string | undefined,
): { schema: string | null; name: string } {
  return { schema: schema === undefined ? null : unquote(schema), name: unquote(table ?? "") };
}

export function unquote(identifier: string): string {
  if (!identifier.startsWith('"')) return identifier.toLowerCase();
  return identifier.slice(1, -1).replaceAll('""', '"');
}
