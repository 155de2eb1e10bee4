import { type Index, idOf, quoteIdentifier, type SchemaObject } from "../../../schema";
import { constraintComment, keyWords } from "../../constraints";
import { createIndexSql, indexComment } from "../../indexes";
import { alone } from "../../renderer";
import { type Ground, passingName, tableSql } from "../ground";
import { indexOf, type Key } from "../keys";
import { type Built, partedIndex, partedKey } from "./by-partitions";
import type { Copy } from "./copy";
import { overColumns } from "./over-columns";

/** An index or a key that is built over the second column, and takes the place of the one that goes with the first. */
export interface Follower extends Built {
  readonly table: string;
}

/** Every object once, though it may stand on several columns that are copied. */
export function followersOf(copies: readonly Copy[], ground: Ground): Follower[] {
  const overCopies = (index: Index): Index => overColumns(index, namesOn(index, copies)) ?? index;
  const freshName = ({ name }: Index | Key) => passingName(name, "_new", ground.world);
  const indexes = unique(copies.flatMap((copy) => copy.indexes)).map((index): Follower => {
    const comments = indexComment(index).map(({ text }) => text);
    const { build, swap } = ground.isPartitioned(index)
      ? partedIndex(overCopies(index), index)
      : wholeIndex({ ...overCopies(index), name: freshName(index) }, index);
    return { table: tableSql(index), build, swap: [...swap, ...comments] };
  });
  const keys = unique(copies.flatMap((copy) => copy.keys)).map((key): Follower => {
    const comments = constraintComment(key).map(({ text }) => text);
    const { build, swap } = ground.isPartitioned(key)
      ? partedKey(overCopies(indexOf(key, key.name)), key)
      : wholeKey(overCopies(indexOf(key, freshName(key))), key);
    return { table: tableSql(key), build, swap: [...swap, ...comments] };
  });
  return [...keys, ...indexes];
}

/** @param fresh over the second columns, under a name that passes */
const wholeIndex = (fresh: Index, index: Index): Built => ({
  build: alone(createIndexSql(fresh, "CONCURRENTLY")),
  swap: [`ALTER INDEX ${pathSql(fresh)} RENAME TO ${quoteIdentifier(index.name)}`],
});

const wholeKey = (fresh: Index, key: Key): Built => ({
  build: alone(createIndexSql(fresh, "CONCURRENTLY")),
  swap: [
    `ALTER TABLE ${tableSql(key)} ADD CONSTRAINT ${quoteIdentifier(key.name)} ${keyWords(key, quoteIdentifier(fresh.name))}`,
  ],
});

const pathSql = ({ schema, name }: Index) => tableSql({ schema, table: name });

/** The columns of its table that are copied, and what their copies are called. */
function namesOn({ schema, table }: Index, copies: readonly Copy[]): ReadonlyMap<string, string> {
  const here = copies.filter(({ from }) => from.schema === schema && from.table === table);
  return new Map(here.map(({ from, fresh }) => [from.name, fresh.name]));
}

export function unique<T extends SchemaObject | Key>(objects: readonly T[]): T[] {
  return [...new Map(objects.map((object) => [idOf(object), object])).values()];
}
