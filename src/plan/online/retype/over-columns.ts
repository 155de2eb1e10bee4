import { type Index, renameColumnsIn } from "../../../schema";

/** The same index over columns of other names; null where nobody knows what its own text says of them. */
export function overColumns(index: Index, names: ReadonlyMap<string, string>): Index | null {
  let isClear = true;
  const renamed = (text: string | null) => {
    const other = text === null ? null : renameColumnsIn(text, names);
    if (other === null && text !== null) isClear = false;
    return other;
  };
  const nameOf = (column: string) => names.get(column) ?? column;
  const other = {
    ...index,
    keys: index.keys.map((key) => ({
      ...key,
      column: key.column === null ? null : nameOf(key.column),
      expression: renamed(key.expression),
    })),
    include: index.include.map(nameOf),
    where: renamed(index.where),
  };
  return isClear ? other : null;
}
