import { SchemaError } from "../errors";
import type { Origin } from "./desired";
import { Inexpressible } from "./inexpressible";
import type { FindOrigin } from "./origins";
import type { EntityPlace } from "./place";

/** Names the entity, its property, the file and the line: `User.name (entities/user.ts:14)`. */
export function nameOfPlace({ entity, property }: EntityPlace, origin: Origin | null): string {
  const name = property === null ? entity.name : `${entity.name}.${property.path}`;
  return origin === null ? name : `${name} (${origin.file}:${origin.line})`;
}

/** Runs `describe`; what cannot be done there becomes an error that says where "there" is. */
export function at<T>(place: EntityPlace, findOrigin: FindOrigin, describe: () => T): T {
  try {
    return describe();
  } catch (error) {
    const where = nameOfPlace(place, findOrigin(place));
    if (error instanceof Inexpressible)
      throw new SchemaError({
        code: "ENTITY_NOT_EXPRESSIBLE",
        message: `${where}: ${error.message}.`,
        hint: error.hint,
        cause: error,
      });
    throw new SchemaError({
      code: "ENTITY_INVALID",
      message: `${where}: ${error instanceof Error ? error.message : String(error)}`,
      hint: "Correct what the entity says there; the message is from the entity's own code or from TypeORM.",
      cause: error,
    });
  }
}
