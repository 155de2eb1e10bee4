import { SchemaError } from "../errors";
import { createLoader, type EntityTarget, entityFiles, type Project } from "../project";
import { isEntitySchema } from "./origins";

/** Every entity of the project: those its data source lists, and those its entity files export. */
export async function loadEntities(project: Project): Promise<EntityTarget[]> {
  const modules = await createLoader(project.root).load(await entityFiles(project));
  const exported = modules.flatMap(({ exports }) => [...exports.values()].flatMap((value) => unpack(value)));
  const known = new Set<unknown>(project.typeorm.getMetadataArgsStorage().tables.map(({ target }) => target));
  const isEntity = (value: unknown): value is EntityTarget => known.has(value) || isEntitySchema(value);
  const targets = new Set([...project.entityTargets, ...exported].filter(isEntity));
  if (targets.size === 0) throw noEntities(project, modules.length);
  return [...targets];
}

/** TypeORM looks for entities in exported arrays and objects too. */
function unpack(value: unknown, seen: Set<unknown> = new Set()): unknown[] {
  if (typeof value === "function" || isEntitySchema(value)) return [value];
  if (typeof value !== "object" || value === null || seen.has(value)) return [];
  seen.add(value);
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? Object.values(value).flatMap((part) => unpack(part, seen)) : [];
}

function noEntities({ entityPatterns }: Project, files: number): SchemaError {
  const where = entityPatterns.length === 0 ? "the data source" : entityPatterns.join(", ");
  return new SchemaError({
    code: "NO_ENTITIES",
    message: `No entity was found in ${where}${files > 0 ? `, though ${files === 1 ? "1 file was" : `${files} files were`} read` : ""}.`,
    hint: "Decorate a class with @Entity() and export it, or name the files with --entities or in the data source.",
  });
}
