import { type Change, pathText, type Values } from "../change";
import {
  type Column,
  type Enum,
  type Id,
  idOf,
  listOf,
  pathOf,
  quoteIdentifier,
  quoteLiteral,
  type Schema,
  shellQuote,
  tableIdOf,
} from "../schema";
import { similarity } from "./similar";

/** Values that the rows need and that only a person knows. */
export interface Wanted {
  readonly kind: "backfill" | "map";
  /** Of the column or the enum. */
  readonly id: Id;
  /** The column that becomes NOT NULL, or the enum label that goes: `public.users.status`. */
  readonly subject: string;
  /** What may be meant, likeliest first. A backfill may be any SQL. */
  readonly candidates: readonly WantedAnswer[];
  /** The flag that says that no row needs one. */
  readonly none: WantedAnswer;
}

export interface WantedAnswer {
  readonly value: string;
  readonly flag: string;
}

/** The flag that answers, as a shell takes it. */
const wantedFlag = ({ kind, subject }: Pick<Wanted, "kind" | "subject">, value: string) =>
  `--${kind} ${shellQuote(`${subject}=${value}`)}`;

/** What has to be said about values before these changes can be written. */
export function wantedValues(
  changes: readonly Change[],
  current: Schema,
  values: Values,
  dropped: ReadonlySet<string>,
): Wanted[] {
  return changes.flatMap((change): Wanted[] => {
    if (change.kind === "column" && change.action === "create" && needsBackfill(change.to, current))
      return values.backfills.has(idOf(change.to)) ? [] : [backfillOf(change.to, current)];
    if (change.kind === "enum" && change.action === "alter")
      return change.from.labels
        .filter((label) => !change.to.labels.includes(label))
        .filter((label) => !values.maps.get(idOf(change.to))?.has(label))
        .filter((label) => !dropped.has(`enumValue ${labelPath(change.to, label)}`))
        .map((label) => mapOf(change.to, label));
    return [];
  });
}

/** A new column of an old table whose rows nothing gives a value. */
export function needsBackfill(column: Column, current: Schema): boolean {
  const { notNull, default: text, generated, identity } = column;
  const old = current.objects.has(tableIdOf(column));
  return old && notNull && text === null && generated === null && identity === null;
}

function backfillOf(column: Column, schema: Schema): Wanted {
  const wanted = { kind: "backfill", id: idOf(column), subject: pathOf(column) } as const;
  const answer = (value: string) => ({ value, flag: wantedFlag(wanted, value) });
  return { ...wanted, candidates: suggestion(column, schema).map(answer), none: answer("NULL") };
}

const zeros: Readonly<Record<string, string>> = {
  boolean: "false",
  uuid: "gen_random_uuid()",
  date: "CURRENT_DATE",
  json: "'{}'",
  jsonb: "'{}'",
  text: "''",
  "character varying": "''",
  character: "''",
  citext: "''",
  interval: "'0'",
  bytea: "''",
};

/** A value that the type has, for a person to agree to or to replace. */
export function suggestion({ type }: Column, schema: Schema): string[] {
  if (type.array) return ["'{}'"];
  const label = listOf(schema, "enum").find(({ name }) => name === type.name)?.labels[0];
  if (label !== undefined) return [quoteLiteral(label)];
  if (/^(smallint|integer|bigint|numeric|real|double precision)$/.test(type.name)) return ["0"];
  if (/^time/.test(type.name)) return ["now()"];
  const value = zeros[type.name];
  return value === undefined ? [] : [value];
}

const labelPath = (type: Enum, label: string) => `${pathText(type)}.${quoteIdentifier(label)}`;

function mapOf(type: Enum, label: string): Wanted {
  const wanted = { kind: "map", id: idOf(type), subject: labelPath(type, label) } as const;
  const likest = type.labels.toSorted((a, b) => similarity(b, label) - similarity(a, label));
  return {
    ...wanted,
    candidates: likest.map((value) => ({ value, flag: wantedFlag(wanted, quoteIdentifier(value)) })),
    none: { value: "no row has it", flag: `--drop ${shellQuote(`enum-value:${wanted.subject}`)}` },
  };
}
