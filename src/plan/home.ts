import { plainStatement, type Statement } from "../change";
import { makeId, quoteIdentifier, type Schema } from "../schema";

/**
 * The default schema counts as being there, since the record of what is applied stands in it; in a new database it has
 * to be made before anything else. No way down takes it away: the record stays.
 */
export function homeStatements(live: Schema, defaultSchema: string): Statement[] {
  if (defaultSchema === "public" || live.objects.has(makeId("namespace", defaultSchema))) return [];
  return [homeStatement(defaultSchema)];
}

export function homeStatement(defaultSchema: string): Statement {
  return plainStatement(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(defaultSchema)}`);
}
