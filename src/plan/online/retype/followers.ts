import { type Index, idOf, quoteIdentifier, type SchemaObject } from "../../../schema";
import { constraintComment, keyWords } from "../../constraints";
import { indexComment } from "../../indexes";
import { type Ground, passingName, tableSql } from "../ground";
import { indexOf, type Key } from "../keys";
import type { Copy } from "./copy";
import { overColumns } from "./over-columns";

/** An index or a key that is built over the second column, and takes the place of the one that goes with the first. */
export interface Follower {
  readonly table: string;
  readonly built: Index;
  /** What gives it the name, and the constraint. */
  readonly swap: readonly string[];
}

/** Every object once, though it may stand on several columns that are copied. */
export function followersOf(copies: readonly Copy[], ground: Ground): Follower[] {
  const overCopies = (index: Index): Index => overColumns(index, namesOn(index, copies)) ?? index;
  const indexes = unique(copies.flatMap((copy) => copy.indexes)).map((index): Follower => {
    const built = { ...overCopies(index), name: passingName(index.name, "_new", ground.world) };
    const rename = `ALTER INDEX ${pathSql(built)} RENAME TO ${quoteIdentifier(index.name)}`;
    const comments = indexComment(index).map(({ text }) => text);
    return { table: tableSql(index), built, swap: [rename, ...comments] };
  });
  const keys = unique(copies.flatMap((copy) => copy.keys)).map((key): Follower => {
    const built = overCopies(indexOf(key, passingName(key.name, "_new", ground.world)));
    const name = quoteIdentifier(key.name);
    const add = `ALTER TABLE ${tableSql(key)} ADD CONSTRAINT ${name} ${keyWords(key, quoteIdentifier(built.name))}`;
    const comments = constraintComment(key).map(({ text }) => text);
    return { table: tableSql(key), built, swap: [add, ...comments] };
  });
  return [...keys, ...indexes];
}

const pathSql = ({ schema, name }: Index) => tableSql({ schema, table: name });

/** The columns of its table that are copied, and what their copies are called. */
function namesOn({ schema, table }: Index, copies: readonly Copy[]): ReadonlyMap<string, string> {
  const here = copies.filter(({ from }) => from.schema === schema && from.table === table);
  return new Map(here.map(({ from, fresh }) => [from.name, fresh.name]));
}

export function unique<T extends SchemaObject | Key>(objects: readonly T[]): T[] {
  return [...new Map(objects.map((object) => [idOf(object), object])).values()];
}
