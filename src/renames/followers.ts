import { type Path, pathText, type Renaming, rekey } from "../change";
import { type Column, type Enum, idOf, listOf, makeId, type Schema, type Table } from "../schema";
import { columnsOf, referencesOf } from "./references";

/**
 * What follows from renames that a person has confirmed, so that nobody is asked: a join table called after its tables,
 * an enum called after its column, the sequence of a serial column. `current` has the confirmed names already.
 */
export function followers(current: Schema, desired: Schema, confirmed: readonly Renaming[]): Renaming[] {
  const joined = confirmed.flatMap((renaming) =>
    renaming.kind === "table" ? joinTables(renaming, current, desired) : [],
  );
  const afterJoins = rekey(current, joined);
  const types = enumTypes(afterJoins, desired);
  return [...joined, ...types, ...sequences(rekey(afterJoins, types), desired)];
}

type TableRenaming = Extract<Renaming, { readonly from: Path }>;

const missingIn = (schema: Schema) => (table: Table) => !schema.objects.has(idOf(table));
const pathOf = ({ schema, name }: Path): Path => ({ schema, name });

/** Tables of nothing but references, one of them to the renamed table, whose name says so before and after. */
function joinTables({ from, to }: TableRenaming, current: Schema, desired: Schema): Renaming[] {
  const old = listOf(current, "table").filter(missingIn(desired));
  const fresh = listOf(desired, "table").filter(missingIn(current));
  return old.flatMap((table): Renaming[] => {
    if (!referencesOf(table, current)?.some(({ parent }) => parent === pathText(to))) return [];
    const candidates = fresh.filter(
      (other) => follows(table.name, other.name, from.name, to.name) && fits(table, other, current, desired),
    );
    const [match] = candidates;
    return match === undefined || candidates.length > 1
      ? []
      : renameJoinTable(table, match, current, desired);
  });
}

function renameJoinTable(table: Table, match: Table, current: Schema, desired: Schema): Renaming[] {
  const fresh = columnsOf(match, desired);
  return [
    { kind: "table", from: pathOf(table), to: pathOf(match) },
    ...columnsOf(table, current).flatMap(({ name }, position): Renaming[] => {
      const to = fresh[position]?.name ?? name;
      return to === name ? [] : [{ kind: "column", table: pathOf(match), from: name, to }];
    }),
  ];
}

function fits(table: Table, other: Table, current: Schema, desired: Schema): boolean {
  const [before, after] = [referencesOf(table, current), referencesOf(other, desired)];
  return (
    before !== null &&
    after !== null &&
    before.length === after.length &&
    before.every(({ parent }, position) => parent === after[position]?.parent)
  );
}

/** `users_roles` follows `users` to `accounts_roles`, however the naming strategy joins words. */
function follows(name: string, newName: string, from: string, to: string): boolean {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
  const pattern = plain(name)
    .split(plain(from))
    .join(`(?:${plain(from)}|${plain(to)})`);
  return new RegExp(`^${pattern}$`, "u").test(plain(newName));
}

/** Types that all their columns leave for one other, which is new and has most of the labels. */
function enumTypes(current: Schema, desired: Schema): Renaming[] {
  const successors = new Map<Enum, Set<Enum>>();
  const heirs = new Map<Enum, Set<Enum>>();
  for (const column of listOf(current, "column")) {
    const from = enumOf(column, current);
    const later = desired.objects.get(idOf(column));
    const to = later?.kind === "column" ? enumOf(later, desired) : null;
    if (from === null || to === null || desired.objects.has(idOf(from)) || current.objects.has(idOf(to)))
      continue;
    successors.set(from, (successors.get(from) ?? new Set()).add(to));
    heirs.set(to, (heirs.get(to) ?? new Set()).add(from));
  }
  return [...successors].flatMap(([from, candidates]): Renaming[] => {
    const [to] = candidates;
    if (to === undefined || candidates.size > 1 || heirs.get(to)?.size !== 1) return [];
    const kept = from.labels.filter((label) => to.labels.includes(label)).length;
    return kept * 2 < from.labels.length ? [] : [{ kind: "enum", from: pathOf(from), to: pathOf(to) }];
  });
}

function enumOf({ type }: Column, schema: Schema): Enum | null {
  const found = type.schema === null ? undefined : schema.objects.get(makeId("enum", type.schema, type.name));
  return found?.kind === "enum" ? found : null;
}

/** The sequence of a column is one and the same, whatever its name: it knows which number comes next. */
function sequences(current: Schema, desired: Schema): Renaming[] {
  const ownerOf = ({ ownedBy }: { readonly ownedBy: object | null }) => JSON.stringify(ownedBy);
  const fresh = listOf(desired, "sequence").filter(
    (sequence) => sequence.ownedBy !== null && !current.objects.has(idOf(sequence)),
  );
  return listOf(current, "sequence").flatMap((from): Renaming[] => {
    if (from.ownedBy === null || desired.objects.has(idOf(from))) return [];
    const to = fresh.find(
      (sequence) => ownerOf(sequence) === ownerOf(from) && sequence.schema === from.schema,
    );
    return to === undefined ? [] : [{ kind: "sequence", from: pathOf(from), to: pathOf(to) }];
  });
}
