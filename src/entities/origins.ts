import { relative, sep } from "node:path";
import { type EntityTarget, findLine, originOf, type Project } from "../project";
import type { Origin } from "./desired";
import type { EntityPlace } from "./place";

/** Finds where in the project's files a place is; null when the file is not known. */
export type FindOrigin = (place: EntityPlace) => Origin | null;

export function originFinder(project: Project, targets: readonly EntityTarget[]): FindOrigin {
  const schemas = new Map(
    targets.flatMap((target) => (isEntitySchema(target) ? [[targetOf(target), target]] : [])),
  );
  const fileOf = (target: unknown): string | null => {
    const value = typeof target === "string" ? schemas.get(target) : target;
    return typeof value === "function" || (typeof value === "object" && value !== null)
      ? (originOf(value)?.file ?? null)
      : null;
  };
  return ({ entity, property }) => {
    const declared = property === null ? null : fileOf(property.declaredBy);
    const target = property !== null && declared !== null ? property.declaredBy : entity.target;
    const file = declared ?? fileOf(entity.target);
    if (file === null) return null;
    const name = typeof target === "string" ? target : target.name;
    return {
      file: relative(project.root, file).replaceAll(sep, "/"),
      line: findLine(file, name, property?.name ?? null) ?? findLine(file, name, null) ?? 1,
      entity: entity.name,
      property: property?.path ?? null,
    };
  };
}

interface EntitySchemaLike {
  readonly options: { readonly name: string; readonly target?: EntityPlace["entity"]["target"] };
}

/** TypeORM's own test, which holds across its copies. */
export function isEntitySchema(value: unknown): value is EntitySchemaLike {
  return (
    typeof value === "object" &&
    value !== null &&
    "@instanceof" in value &&
    value["@instanceof"] === Symbol.for("EntitySchema")
  );
}

/** What TypeORM knows an EntitySchema by. */
export const targetOf = ({ options }: EntitySchemaLike) => options.target ?? options.name;
