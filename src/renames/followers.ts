import { type Path, pathText, type Renaming, rekey, samePath } from "../change";
import { type Column, type Enum, type Id, idOf, listOf, makeId, type Schema, type Table } from "../schema";
import { columnsOf, referencesOf } from "./references";

/**
 * What follows from renames that a person has confirmed, so that nobody is asked: a join table called after its tables,
 * an enum called after its column, the sequence of a serial column. `current` has the confirmed names already.
 */
export function followers(current: Schema, desired: Schema, confirmed: readonly Renaming[]): Renaming[] {
  const renamed = confirmed.flatMap((renaming) => (renaming.kind === "table" ? [renaming] : []));
  const joined = renamed.length === 0 ? [] : joinTables(renamed, current, desired);
  const tables = feasible("table", joined, current, desired);
  const joins = [...tables, ...tables.flatMap((move) => joinColumns(move, current, desired))];
  const afterJoins = rekey(current, joins);
  const types = feasible("enum", enumTypes(afterJoins, desired), afterJoins, desired);
  const afterTypes = rekey(afterJoins, types);
  return [...joins, ...types, ...feasible("sequence", sequences(afterTypes, desired), afterTypes, desired)];
}

/** From one name to another. */
interface Move {
  readonly from: Path;
  readonly to: Path;
}

type FollowerKind = "table" | "enum" | "sequence";

/**
 * The moves to a name that is free, or that another of them gives up; from a name that nothing has afterwards, or that
 * another of them takes: names may go round in a circle.
 */
function feasible<K extends FollowerKind>(
  kind: K,
  moves: readonly Move[],
  current: Schema,
  desired: Schema,
): (Move & { readonly kind: K })[] {
  const isIn = ({ objects }: Schema, { schema, name }: Path) => objects.has(makeId(kind, schema, name));
  const left = moves.filter(
    ({ from, to }) =>
      (!isIn(current, to) || moves.some((other) => samePath(other.from, to))) &&
      (!isIn(desired, from) || moves.some((other) => samePath(other.to, from))),
  );
  return left.length === moves.length
    ? left.map(({ from, to }) => ({ kind, from, to }))
    : feasible(kind, left, current, desired);
}

const pathOf = ({ schema, name }: Path): Path => ({ schema, name });

/** Tables of nothing but references, some of them to renamed tables, whose names say so before and after. */
function joinTables(renamed: readonly Move[], current: Schema, desired: Schema): Move[] {
  const isSettled = ({ schema, name }: Table) => {
    const [old, fresh] = [tableAt(current, schema, name), tableAt(desired, schema, name)];
    return old !== null && fresh !== null && fits(old, fresh, current, desired);
  };
  const fresh = listOf(desired, "table").filter((table) => !isSettled(table));
  return listOf(current, "table").flatMap((table): Move[] => {
    const parents = new Set(referencesOf(table, current)?.map(({ parent }) => parent));
    const moves = renamed.filter(({ to }) => parents.has(pathText(to)));
    if (moves.length === 0 || isSettled(table)) return [];
    const candidates = fresh.filter(
      (other) => follows(table.name, other.name, moves) && fits(table, other, current, desired),
    );
    const [match] = candidates;
    return match === undefined || candidates.length > 1 ? [] : [{ from: pathOf(table), to: pathOf(match) }];
  });
}

function tableAt({ objects }: Schema, schema: string, name: string): Table | null {
  const table = objects.get(makeId("table", schema, name));
  return table?.kind === "table" ? table : null;
}

/** The columns of a join table are called after what they refer to. */
function joinColumns({ from, to }: Move, current: Schema, desired: Schema): Renaming[] {
  const fresh = columnsOf(to, desired);
  return columnsOf(from, current).flatMap(({ name }, position): Renaming[] => {
    const next = fresh[position]?.name ?? name;
    return next === name ? [] : [{ kind: "column", table: to, from: name, to: next }];
  });
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
function follows(name: string, newName: string, moves: readonly Move[]): boolean {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
  const words = new Map(moves.map(({ from, to }) => [plain(from.name), plain(to.name)]));
  const longestFirst = [...words.keys()].toSorted((a, b) => b.length - a.length);
  const pattern = plain(name).replaceAll(
    new RegExp(longestFirst.join("|"), "gu"),
    (word) => `(?:${word}|${words.get(word)})`,
  );
  return new RegExp(`^${pattern}$`, "u").test(plain(newName));
}

/** Types that all their columns leave for one other, which has most of the labels. */
function enumTypes(current: Schema, desired: Schema): Move[] {
  const successors = new Map<Enum, Set<Enum>>();
  const heirs = new Map<Id, Set<Id>>();
  for (const column of listOf(current, "column")) {
    const from = enumOf(column, current);
    const later = desired.objects.get(idOf(column));
    const to = later?.kind === "column" ? enumOf(later, desired) : null;
    if (from === null || to === null) continue;
    successors.set(from, (successors.get(from) ?? new Set()).add(to));
    heirs.set(idOf(to), (heirs.get(idOf(to)) ?? new Set()).add(idOf(from)));
  }
  return [...successors].flatMap(([from, candidates]): Move[] => {
    const [to] = candidates;
    if (to === undefined || candidates.size > 1 || heirs.get(idOf(to))?.size !== 1) return [];
    if (samePath(from, to)) return [];
    const kept = from.labels.filter((label) => to.labels.includes(label)).length;
    return kept * 2 < from.labels.length ? [] : [{ from: pathOf(from), to: pathOf(to) }];
  });
}

function enumOf({ type }: Column, schema: Schema): Enum | null {
  const found = type.schema === null ? undefined : schema.objects.get(makeId("enum", type.schema, type.name));
  return found?.kind === "enum" ? found : null;
}

/** The sequence of a column is one and the same, whatever its name: it knows which number comes next. */
function sequences(current: Schema, desired: Schema): Move[] {
  const ownerOf = ({ ownedBy }: { readonly ownedBy: object | null }) => JSON.stringify(ownedBy);
  const later = listOf(desired, "sequence").filter(({ ownedBy }) => ownedBy !== null);
  return listOf(current, "sequence").flatMap((from): Move[] => {
    const to = later.find((each) => ownerOf(each) === ownerOf(from) && each.schema === from.schema);
    return to === undefined || to.name === from.name ? [] : [{ from: pathOf(from), to: pathOf(to) }];
  });
}
