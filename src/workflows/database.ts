import type { Configuration } from "../config";
import { type Database, type EmbeddedOptions, openDatabase } from "../postgres";

/** Opens the project's database for as long as `work` takes. */
export async function withDatabase<T>(
  { target }: Configuration,
  options: EmbeddedOptions,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(target, options);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
