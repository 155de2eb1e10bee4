import { Client } from "pg";

/** What statements wait at, however long that is, until a test has seen what it has to see. */
export interface Gate {
  open(): Promise<void>;
}

/** Closed in the database at `url`, for those that wait at a gate of this number. */
export async function closedGate(url: string, number = 1): Promise<Gate> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("SELECT pg_advisory_lock($1)", [number]);
  return { open: () => client.end() };
}

/** PL/pgSQL that is over when the gate is open. It looks again and again, so that nobody is seen to be in its way. */
export const waitsAtGate = (number = 1): string =>
  `WHILE NOT pg_try_advisory_xact_lock_shared(${number}) LOOP PERFORM pg_sleep(0.02); END LOOP;`;

/** The same as a statement. */
export const waitAtGate = (number = 1): string => `DO $$ BEGIN ${waitsAtGate(number)} END $$`;
