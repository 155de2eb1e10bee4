import type { Footing } from "../catalog";
import type { Session } from "../postgres/database";
import { quoteIdentifier } from "../schema";
import type { Scratch } from "./scratch";

/**
 * Makes in an empty scratch database what no entity describes and the schema leans on. Gives back what could not be
 * made: a function that wants a table's own type, an operator class, a collation that this PostgreSQL does not have.
 */
export async function carry(session: Session, foundation: readonly Footing[]): Promise<readonly Footing[]> {
  for (const schema of new Set(foundation.map((footing) => footing.schema)))
    await session.query(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`);
  if (foundation.length > 0) await session.query("SET check_function_bodies = off");
  let left = foundation;
  // One may need another that comes later: go round as long as that helps.
  for (let before = Number.POSITIVE_INFINITY; left.length > 0 && left.length < before; ) {
    before = left.length;
    left = await failing(session, left);
  }
  if (foundation.length > 0) await session.query("RESET check_function_bodies");
  return left;
}

async function failing(session: Session, foundation: readonly Footing[]): Promise<readonly Footing[]> {
  const left: Footing[] = [];
  for (const footing of foundation) {
    const made = footing.sql !== null && (await session.query(footing.sql).then(yes, no));
    if (!made) left.push(footing);
  }
  return left;
}

const yes = () => true;
const no = () => false;

/** Scratch databases in which what the schema leans on is there already. */
export function withFoundation(
  open: () => Promise<Scratch>,
  foundation: readonly Footing[],
): () => Promise<Scratch> {
  return async () => {
    const scratch = await open();
    return { ...scratch, uncarried: await carry(scratch.session, foundation) };
  };
}
