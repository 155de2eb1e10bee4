import { relative } from "node:path";
import { SchemaError } from "../errors";
import { createLoader, type EntityTarget, entityFiles, findLine, originOf, type Project } from "../project";
import { isEntitySchema } from "./origins";

/** Every entity of the project: those its data source lists, and those its entity files export. */
export async function loadEntities(project: Project): Promise<EntityTarget[]> {
  const modules = await createLoader(project.root).load(await entityFiles(project));
  const exported = modules.flatMap(({ exports }) => [...exports.values()].flatMap((value) => unpack(value)));
  const known = new Set<unknown>(project.typeorm.getMetadataArgsStorage().tables.map(({ target }) => target));
  const isEntity = (value: unknown): value is EntityTarget => known.has(value) || isEntitySchema(value);
  const targets = new Set([...project.entityTargets, ...exported].filter(isEntity));
  refuseHidden(project, targets, new Set(modules.map(({ file }) => file)));
  if (targets.size === 0) throw noEntities(project, modules.length);
  return [...targets];
}

/** TypeORM passes over an entity that its file does not export. Its table would be missing, or dropped. */
function refuseHidden(project: Project, targets: Iterable<EntityTarget>, files: ReadonlySet<string>): void {
  // By name: a class of the same name that is exported may be another copy of this one.
  const names = new Set([...targets].map((target) => (typeof target === "function" ? target.name : null)));
  for (const { target } of project.typeorm.getMetadataArgsStorage().tables) {
    if (typeof target !== "function" || names.has(target.name)) continue;
    const file = originOf(target)?.file;
    if (file === undefined || !files.has(file)) continue;
    throw new SchemaError({
      code: "ENTITY_NOT_EXPORTED",
      message: `${target.name} (${relative(project.root, file)}:${findLine(file, target.name, null) ?? 1}) is an entity, but its file does not export it.`,
      hint: "Export the class, or remove its decorator.",
    });
  }
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
