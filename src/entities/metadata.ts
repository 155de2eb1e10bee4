import type { EntityMetadata } from "typeorm";
import type { EntityTarget, Project } from "../project/project";

export type { EntityMetadata, Table, TableColumn } from "typeorm";
export type ColumnMetadata = EntityMetadata["columns"][number];
export type RelationMetadata = EntityMetadata["relations"][number];
export type DataSource = EntityMetadata["dataSource"];

/**
 * TypeORM's own description of the entities, as it would be after connecting to a database whose current schema is
 * `defaultSchema`. Nothing is connected to.
 */
export async function buildMetadata(
  project: Project,
  targets: readonly EntityTarget[],
  defaultSchema: string,
): Promise<DataSource> {
  const { DataSource, getMetadataArgsStorage } = project.typeorm;
  const Offline = class extends DataSource {
    describeEntities(): Promise<void> {
      return this.buildMetadatas();
    }
  };
  const { cache, logger, migrations, subscribers, replication, useUTC, schema, ...options } = project.options;
  const dataSource = new Offline({
    ...options,
    // Entities without a schema must look as they do when connected: TypeORM tells "no schema" from "public".
    ...(schema === undefined && defaultSchema === "public" ? {} : { schema: defaultSchema }),
    entities: [...targets],
    // Anything but nothing keeps TypeORM from loading `pg`, which an offline description does not need.
    driver: {},
    logging: false,
  });
  Object.assign(dataSource.driver, { schema: defaultSchema, searchSchema: defaultSchema });

  // TypeORM writes an inherited column's new default into what the decorators stored; a second build would see it.
  const { columns } = getMetadataArgsStorage();
  const defaults = columns.map((column) => column.options.default);
  try {
    await dataSource.describeEntities();
  } finally {
    columns.forEach((column, position) => {
      if (defaults[position] !== column.options.default) column.options.default = defaults[position];
    });
  }
  return dataSource;
}

/** The entities that are tables of their own, join tables and closure tables included. */
export function tableMetadatas(dataSource: DataSource): EntityMetadata[] {
  return dataSource.entityMetadatas.filter(
    ({ synchronize, tableType }) => synchronize && tableType !== "entity-child" && tableType !== "view",
  );
}

export function viewMetadatas(dataSource: DataSource): EntityMetadata[] {
  return dataSource.entityMetadatas.filter(
    ({ synchronize, tableType }) => synchronize && tableType === "view",
  );
}
