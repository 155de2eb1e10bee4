import type { Session } from "../postgres";
import { listOf, makeId, quoteIdentifier, type Schema } from "../schema";

/** Moves the extensions to where they are in the live database: that is nobody's drift. */
export async function placeExtensions(session: Session, expected: Schema, live: Schema): Promise<void> {
  for (const { name, schema } of listOf(expected, "extension")) {
    const there = live.objects.get(makeId("extension", name));
    if (there?.kind !== "extension" || there.schema === null || there.schema === schema) continue;
    const home = quoteIdentifier(there.schema);
    await session.query(`CREATE SCHEMA IF NOT EXISTS ${home}`);
    // One that cannot be moved shows as what it is: elsewhere.
    await session.query(`ALTER EXTENSION ${quoteIdentifier(name)} SET SCHEMA ${home}`).catch(() => undefined);
  }
}
