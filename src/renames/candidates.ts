import type { Renaming } from "../change";
import { diff } from "../diff";
import { sameFamily } from "../plan";
import {
  type AnyView,
  type Column,
  childrenOf,
  type Enum,
  isView,
  listOf,
  type Schema,
  type SchemaObject,
  type Table,
  type TableChild,
  tokenize,
} from "../schema";
import { similarity } from "./similar";

/** A rename that could be what a person meant, and how likely that is, from 0 to 1. */
export interface Candidate {
  readonly renaming: Renaming;
  readonly score: number;
}

/**
 * Removed and added things that could be one, most likely first for each. It proposes and never decides: two columns of
 * one type can be a rename, or a person's number that becomes a nickname.
 */
export function candidatesOf(current: Schema, desired: Schema): Candidate[] {
  const changes = diff(current, desired);
  const dropped = changes.flatMap((change) => (change.action === "drop" ? [change.from] : []));
  const created = changes.flatMap((change) => (change.action === "create" ? [change.to] : []));
  const pairs = dropped.flatMap((from) => created.flatMap((to) => propose(from, to, current, desired)));
  return [...pairs, ...labelCandidates(current, desired)].sort((a, b) => b.score - a.score);
}

function propose(from: SchemaObject, to: SchemaObject, current: Schema, desired: Schema): Candidate[] {
  const candidate = (renaming: Renaming, score: number) => (score > 0 ? [{ renaming, score }] : []);
  if (from.kind === "table" && to.kind === "table")
    return candidate(
      { kind: "table", from: pathOf(from), to: pathOf(to) },
      tableScore(from, to, current, desired),
    );
  if (from.kind === "column" && to.kind === "column" && from.schema === to.schema && from.table === to.table)
    return candidate(
      { kind: "column", table: { schema: to.schema, name: to.table }, from: from.name, to: to.name },
      columnScore(from, to, current, desired),
    );
  if (from.kind === "enum" && to.kind === "enum")
    return candidate({ kind: "enum", from: pathOf(from), to: pathOf(to) }, enumScore(from, to));
  if (isView(from) && isView(to) && from.kind === to.kind)
    return candidate({ kind: from.kind, from: pathOf(from), to: pathOf(to) }, viewScore(from, to));
  return [];
}

const pathOf = ({ schema, name }: Table | Enum | AnyView) => ({ schema, name });

/** Tables may be one when they share half of their columns. A column called otherwise but of one type counts half. */
export function tableScore(from: Table, to: Table, current: Schema, desired: Schema): number {
  const [old, fresh] = [columnsIn(current, from), columnsIn(desired, to)];
  const named = shared(old.map(nameAndType), fresh.map(nameAndType));
  const typed = shared(old.map(typeText), fresh.map(typeText)) - named;
  const share = (named + typed / 2) / Math.max(1, old.length, fresh.length);
  return share < 0.5 ? 0 : 0.8 * share + 0.2 * similarity(from.name, to.name);
}

const columnsIn = (schema: Schema, table: Table) =>
  childrenOf(schema, table).filter((child) => child.kind === "column");
const typeText = ({ type }: Column) => `${type.name}${type.array ? "[]" : ""}`;
const nameAndType = (column: Column) => `${column.name} ${typeText(column)}`;

/** How many of the texts stand in both lists, each as often as it stands in both. */
function shared(a: readonly string[], b: readonly string[]): number {
  const left = [...b];
  return a.filter((text) => {
    const at = left.indexOf(text);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
}

/** Type above all; then whether it may be null, its default, its place in keys and indexes, and its name. */
function columnScore(from: Column, to: Column, current: Schema, desired: Schema): number {
  if (!sameFamily(from.type, to.type)) return 0;
  if ((from.generated === null) !== (to.generated === null)) return 0;
  const same = (equal: boolean, weight: number) => (equal ? weight : 0);
  const exact = from.type.name === to.type.name && from.type.modifiers === to.type.modifiers;
  return (
    0.2 +
    same(exact, 0.2) +
    same(from.notNull === to.notNull, 0.1) +
    same(from.default === to.default, 0.1) +
    same(membership(current, from) === membership(desired, to), 0.15) +
    0.25 * similarity(from.name, to.name)
  );
}

/** The kinds of keys and indexes a column is in. */
function membership(schema: Schema, column: Column): string {
  return childrenOf(schema, { schema: column.schema, name: column.table })
    .filter((child) => columnsOf(child).includes(column.name))
    .map(({ kind }) => kind)
    .sort()
    .join();
}

function columnsOf(child: TableChild): readonly string[] {
  switch (child.kind) {
    case "primaryKey":
    case "unique":
    case "foreignKey":
      return child.columns;
    case "index":
      return child.keys.flatMap(({ column }) => column ?? []);
    default:
      return [];
  }
}

function enumScore(from: Enum, to: Enum): number {
  const share = shared(from.labels, to.labels) / Math.max(1, new Set([...from.labels, ...to.labels]).size);
  return share < 0.5 ? 0 : 0.8 * share + 0.2 * similarity(from.name, to.name);
}

function viewScore(from: AnyView, to: AnyView): number {
  const [old, fresh] = [new Set(tokenize(from.query)), new Set(tokenize(to.query))];
  const share = shared([...old], [...fresh]) / Math.max(1, new Set([...old, ...fresh]).size);
  return share < 0.6 ? 0 : 0.8 * share + 0.2 * similarity(from.name, to.name);
}

/** A label that went and one that came in the same enum. */
function labelCandidates(current: Schema, desired: Schema): Candidate[] {
  return listOf(desired, "enum").flatMap((to) => {
    const from = listOf(current, "enum").find(({ schema, name }) => schema === to.schema && name === to.name);
    if (from === undefined) return [];
    const gone = from.labels.filter((label) => !to.labels.includes(label));
    const came = to.labels.filter((label) => !from.labels.includes(label));
    return gone.flatMap((label) =>
      came.map((fresh) => ({
        renaming: { kind: "enumValue", enum: pathOf(to), from: label, to: fresh } as const,
        score: 0.3 + 0.3 * similarity(label, fresh) + samePlace(from, to, label, fresh),
      })),
    );
  });
}

const samePlace = (from: Enum, to: Enum, label: string, fresh: string) =>
  from.labels.indexOf(label) === to.labels.indexOf(fresh) ? 0.4 : 0;
