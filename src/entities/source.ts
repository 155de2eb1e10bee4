import type { Project } from "../project/project";
import type { SchemaObject } from "../schema";
import { identifier } from "./identifiers";
import type { ColumnMetadata, DataSource, EntityMetadata, Table, TableColumn } from "./metadata";
import type { FindOrigin } from "./origins";
import type { EntityPlace, Locate } from "./place";
import { at } from "./problems";

/** An object of the schema and the place in the entities that asks for it. */
export interface Described {
  readonly object: SchemaObject;
  readonly place: EntityPlace;
  /** Which properties our decorators settle, of those that TypeORM's entities are silent on. */
  readonly said?: readonly string[];
}

/** What every description reads. */
export interface Reading {
  readonly project: Project;
  readonly dataSource: DataSource;
  readonly defaultSchema: string;
  readonly locate: Locate;
  readonly findOrigin: FindOrigin;
}

/** A table as the entity has it and as TypeORM would create it. */
export interface TableSource {
  readonly metadata: EntityMetadata;
  /** TypeORM's own description of the table to create. */
  readonly table: Table;
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly ColumnSource[];
}

export interface ColumnSource {
  readonly name: string;
  readonly metadata: ColumnMetadata;
  readonly column: TableColumn;
}

export function tableSource(metadata: EntityMetadata, reading: Reading): TableSource {
  const { dataSource, findOrigin, locate, project } = reading;
  const real = metadata.columns.filter((column) => !column.isVirtualProperty);
  // Defaults are the project's own functions: a failing one is found here, where its property is known.
  for (const column of real)
    at(locate(metadata, [column]), findOrigin, () => dataSource.driver.normalizeDefault(column));
  const table = project.typeorm.Table.create(metadata, dataSource.driver);
  return {
    metadata,
    table,
    ...relationName(metadata, reading),
    columns: table.columns.flatMap((column, position) => {
      const origin = real[position];
      return origin === undefined ? [] : [{ name: identifier(column.name), metadata: origin, column }];
    }),
  };
}

/** Where PostgreSQL finds the entity's table or view. */
export function relationName(metadata: EntityMetadata, { defaultSchema }: Reading) {
  return { schema: identifier(metadata.schema ?? defaultSchema), name: identifier(metadata.tableName) };
}
