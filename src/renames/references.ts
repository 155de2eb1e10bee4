import { pathText } from "../change";
import { type Column, childrenOf, type ForeignKey, type Schema, type Table } from "../schema";

export const columnsOf = (table: Pick<Table, "schema" | "name">, schema: Schema) =>
  childrenOf(schema, table).filter((child): child is Column => child.kind === "column");

/** What a closure table of TypeORM holds beside its references. */
const depth = "level";

/** What each column refers to, in the order of the columns; null where a column is more than a reference. */
export function referencesOf(table: Table, schema: Schema): { parent: string; column: string }[] | null {
  const keys = childrenOf(schema, table).filter((child): child is ForeignKey => child.kind === "foreignKey");
  const references = columnsOf(table, schema).map(({ name }) => {
    const key = keys.find(({ columns }) => columns.includes(name));
    if (key === undefined) return name === depth ? { parent: "", column: depth } : null;
    const { schema: home, table: parent, columns } = key.references;
    return {
      parent: pathText({ schema: home, name: parent }),
      column: columns[key.columns.indexOf(name)] ?? "",
    };
  });
  return references.every((reference) => reference !== null) ? references : null;
}
