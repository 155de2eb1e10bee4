import type { Extra, Footing } from "../catalog";
import { diff } from "../diff";
import type { ByHand } from "../migrations";
import { plan } from "../plan";
import {
  type Index,
  idOf,
  listOf,
  type Part,
  qualify,
  quoteIdentifier,
  relationIds,
  type Schema,
  schemaOf,
  tableIdOf,
  type Unmanaged,
} from "../schema";

/** What stands on our tables, or under them, and entities cannot say. */
export interface Unsayable {
  /** The statements that make it, for the places of a migration that are a person's. */
  readonly byHand: ByHand;
  readonly indexes: readonly Index[];
  readonly footings: readonly Footing[];
  readonly extras: readonly Extra[];
  /** The partitions that their tables bring along. */
  readonly parts: readonly Part[];
}

interface Found {
  readonly live: Schema;
  readonly foundation: readonly Footing[];
  readonly extras: readonly Extra[];
}

/** Only what can be made anywhere: what depends on the server's roles is not a matter of the schema. */
export function unsayableOf(ours: Schema, found: Found): Unsayable {
  const isOurs = (schema: string, table: string) =>
    relationIds(schema, table).some((id) => ours.objects.has(id));
  const indexes = listOf(found.live, "index").filter(
    (index) => isOurs(index.schema, index.table) && !ours.objects.has(idOf(index)),
  );
  const extras = found.extras.filter(({ schema, table }) => isOurs(schema, table));
  const called = new Set(extras.flatMap(({ functions }) => functions));
  const makable = found.foundation.filter(({ sql }) => sql !== null);
  const under = makable.filter(({ leaned }) => leaned);
  const beside = makable.filter(({ leaned, name }) => !leaned && called.has(name));
  return {
    byHand: {
      before: footingSql(under, ours),
      after: [
        ...indexSql(ours, indexes),
        ...footingSql(beside, ours),
        ...extras.filter((extra) => !comesWith(extra, ours)).map(({ sql }) => sql),
      ],
      undone: [...under, ...beside].reverse().map(dropSql),
    },
    indexes,
    footings: [...under, ...beside],
    extras,
    parts: listOf(ours, "table").flatMap(({ parts }) => parts),
  };
}

/** A partition that the table itself brings along. */
function comesWith({ kind, schema, table, name }: Extra, ours: Schema): boolean {
  const home = ours.objects.get(tableIdOf({ schema, table }));
  return (
    kind === "partition" &&
    home?.kind === "table" &&
    home.parts.some((part) => part.name === name && part.of.name === table)
  );
}

function indexSql(ours: Schema, indexes: readonly Index[]): string[] {
  const whole = schemaOf([...ours.objects.values(), ...indexes]);
  return plan(diff(ours, whole), ours, whole).statements.map(({ sql }) => sql);
}

/** A body may speak of what comes later. */
function footingSql(footings: readonly Footing[], ours: Schema): string[] {
  if (footings.length === 0) return [];
  const homes = new Set(footings.map(({ schema }) => schema));
  const made = new Set(["public", ...listOf(ours, "namespace").map(({ name }) => name)]);
  return [
    "SET LOCAL check_function_bodies = off",
    ...[...homes]
      .filter((home) => !made.has(home))
      .map((home) => `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(home)}`),
    ...footings.flatMap(({ sql }) => (sql === null ? [] : [sql.trim()])),
  ];
}

function dropSql({ name }: Footing): string {
  return `DROP ${name.replace(/^(\w+)/, (kind) => (kind === "range" ? "TYPE" : kind.toUpperCase()))}`;
}

/** What is in the database and not in the file. */
export function leftOf(
  unmanaged: readonly Unmanaged[],
  { indexes, footings, extras, parts }: Unsayable,
): readonly Unmanaged[] {
  const onTables = new Set([
    ...indexes.map(({ schema, table, name }) => `index ${qualify(schema, table)} ${name}`),
    ...extras.map(({ kind, schema, table, name }) => `${kind} ${qualify(schema, table)} ${name}`),
    ...parts.map(({ of, name }) => `partition ${qualify(of.schema, of.name)} ${name}`),
  ]);
  const made = new Set(footings.map(({ name }) => bare(name.replace(/^\w+ /, ""))));
  const isMade = ({ kind, schema, table, name }: Unmanaged) =>
    table === null || schema === null
      ? made.has(bare(qualify(schema, name))) || made.has(bare(`${schema}.${name}`))
      : onTables.has(`${kind} ${qualify(schema, table)} ${name.split(".").at(-1)}`);
  return unmanaged.filter((item) => !isMade(item));
}

/** Without arguments: the catalog names them, the foundation does not. */
const bare = (signature: string) => signature.replace(/\(.*$/s, "");
