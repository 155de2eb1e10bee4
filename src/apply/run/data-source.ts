import type { DataSource, DataSourceOptions } from "typeorm";
import type { Configuration } from "../../config/configuration";
import { SchemaError } from "../../errors";
import type { Migration } from "../../migrations";
import { driverOver, type Session } from "../../postgres";
import { createLoader, type EntityTarget, expandPatterns, type PostgresOptions } from "../../project";

/**
 * The project's own data source over one session of ours: whatever a migration asks of its query runner, its manager
 * or its repositories goes through that session, inside the migration's transaction.
 */
export async function openDataSource(
  configuration: Configuration,
  session: Session,
  migrations: readonly Migration[],
): Promise<DataSource> {
  const { project, defaultSchema } = configuration;
  const entities = migrations.some(usesEntities) ? await allEntities(configuration) : [];
  const schema = project.options.schema ?? (defaultSchema === "public" ? undefined : defaultSchema);
  const options: DataSourceOptions = {
    ...withoutConnection(project.options),
    ...(schema === undefined ? {} : { schema }),
    driver: driverOver(session),
    entities,
    subscribers: [],
    migrations: [],
    synchronize: false,
    dropSchema: false,
    migrationsRun: false,
    installExtensions: false,
    logging: Boolean(process.env.DEBUG),
  };
  return new project.typeorm.DataSource(options).initialize().catch(cannotOpen);
}

function cannotOpen(cause: unknown): never {
  // What PostgreSQL or the connection says is clear as it is.
  if (cause instanceof SchemaError) throw cause;
  throw new SchemaError({
    code: "DATA_SOURCE_FAILED",
    message: `TypeORM cannot use the project's entities, which a migration may need: ${cause instanceof Error ? cause.message : cause}`,
    hint: "Correct the entity; schema diff reads the same entities and says more.",
    cause,
  });
}

/** The session is connected already, and a logger of the project's own would write between our lines. */
function withoutConnection(options: PostgresOptions): PostgresOptions {
  const { url, host, port, username, password, database, ssl, ...rest } = options;
  const { replication, logger, maxQueryExecutionTime, cache, nativeDriver, ...kept } = rest;
  return kept;
}

/**
 * Compiling entities takes time and may fail, and a migration of plain SQL has no use for them. This errs on the
 * side of loading: a migration that imports code of the project may do anything.
 */
function usesEntities({ file, source, scripts }: Migration): boolean {
  if (scripts !== undefined) return false;
  // A class without a file may see whatever stands around it.
  if (file === null) return source !== "";
  const imports = source.matchAll(/(?:\bfrom|\brequire\(|\bimport\(?)\s*["']([^"']+)["']/g);
  const ownImports = [...imports].some(([, name]) => name !== "typeorm" && name !== "tslib");
  return ownImports || /\b(?:manager|connection|dataSource|getRepository)\b/.test(source);
}

async function allEntities({ root, project }: Configuration): Promise<EntityTarget[]> {
  // As to TypeORM, a pattern that matches nothing is none: an image may hold the migrations alone.
  const files = await expandPatterns(root, project.entityPatterns);
  const modules = files.length > 0 ? await createLoader(root).load(files) : [];
  const exported = modules.flatMap((module) => [...module.exports.values()]).filter(isEntityTarget);
  return [...new Set([...project.entityTargets, ...exported])];
}

/** TypeORM itself passes over the classes that are no entities. */
function isEntityTarget(value: unknown): value is EntityTarget {
  if (typeof value === "function") return true;
  return (
    typeof value === "object" &&
    value !== null &&
    Reflect.get(value, "@instanceof") === Symbol.for("EntitySchema")
  );
}
