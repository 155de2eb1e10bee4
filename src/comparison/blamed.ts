import type { Origins } from "../entities/desired";
import { SchemaError } from "../errors";
import { Rejected } from "../proof";

/** Runs `work`; what PostgreSQL rejects there becomes an error that says where in the entities it stands. */
export async function sayingWhere<T>(origins: Origins, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const origin = error instanceof Rejected ? origins.get(error.object) : undefined;
    if (!(error instanceof Rejected) || origin === undefined) throw error;
    const { entity, property, file, line } = origin;
    throw new SchemaError({
      code: error.code,
      message: `${property === null ? entity : `${entity}.${property}`} (${file}:${line}): ${error.message}`,
      hint: error.hint,
      cause: error.cause,
    });
  }
}
