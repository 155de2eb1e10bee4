import { qualify, type SchemaObject, type Table } from "../schema";
import { commentOf, describeColumn } from "./columns";
import {
  describeChecks,
  describeExclusions,
  describeForeignKeys,
  describePrimaryKey,
  describeUniques,
} from "./constraints";
import { describeEnum, isEnum } from "./enums";
import { describeIndexes } from "./indexes";
import { tableMetadatas } from "./metadata";
import { at } from "./problems";
import { describeSequence } from "./sequences";
import { type ColumnSource, type Described, type Reading, type TableSource, tableSource } from "./source";
import { describeTableOptions, refuseTableOptions } from "./table-options";
import { isSerial } from "./types";

/** Tables in the order TypeORM would create them, each with all that lives on it; then the foreign keys. */
export function describeTables(reading: Reading): Described[] {
  for (const metadata of reading.dataSource.entityMetadatas)
    at(reading.locate(metadata), reading.findOrigin, () => refuseTableOptions(metadata));
  const sources = tableMetadatas(reading.dataSource).map((metadata) => tableSource(metadata, reading));
  const taken = new Set<string>();
  const tables = sources.flatMap((source) => {
    const described = describeTable(source, taken, reading);
    for (const { object } of described)
      if (isRelation(object)) taken.add(qualify(object.schema, object.name));
    return described;
  });
  return [...tables, ...sources.flatMap((source) => describeForeignKeys(source, reading))];
}

function describeTable(source: TableSource, taken: ReadonlySet<string>, reading: Reading): Described[] {
  const place = reading.locate(source.metadata);
  const { said, ...options } = at(place, reading.findOrigin, () => describeTableOptions(source.metadata));
  const table: Table = {
    kind: "table",
    schema: source.schema,
    name: source.name,
    ...options,
    partitionKey: null,
    parts: [],
    inherited: false,
    comment: commentOf(source.table.comment),
  };
  const columns = source.columns.map((column) => {
    const place = reading.locate(source.metadata, [column.metadata]);
    return at(place, reading.findOrigin, () =>
      describeColumnAndTypes(source, column, taken, reading).map((object) => ({ object, place })),
    );
  });
  const primaryKey = describePrimaryKey(source, reading);
  const constraints = [
    ...(primaryKey === null ? [] : [primaryKey]),
    ...describeChecks(source),
    ...describeExclusions(source),
  ];
  return [
    { object: table, place, said },
    ...columns.flat(),
    ...constraints.map((object) => ({ object, place })),
    ...describeUniques(source, primaryKey, reading),
    ...describeIndexes(source.metadata, reading),
  ];
}

/** A column with the enum it takes its values from and the sequence it counts with. */
function describeColumnAndTypes(
  source: TableSource,
  column: ColumnSource,
  taken: ReadonlySet<string>,
  reading: Reading,
): SchemaObject[] {
  const type = isEnum(column) ? describeEnum(source, column) : null;
  const sequence = isSerial(column.column)
    ? describeSequence(
        { schema: source.schema, table: source.name },
        { name: column.name, type: column.column.type },
        taken,
      )
    : null;
  const described = describeColumn(source, column, sequence, reading);
  return [type, sequence, described].filter((object) => object !== null);
}

/** Tables, sequences and indexes of one schema share their names. */
function isRelation(object: SchemaObject): object is Extract<SchemaObject, { schema: string; name: string }> {
  return ["table", "sequence", "index", "primaryKey", "unique", "exclusion"].includes(object.kind);
}
