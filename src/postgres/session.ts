import type { Client, QueryResult as PgResult, QueryArrayResult } from "pg";
import type { QueryResult, Session } from "./database";
import { sessionError } from "./errors";
import { sessionBy } from "./sending";

/** A session on one client of node-postgres, which sends statements one after the other. */
export function sessionOver(client: Client, label: string): Session {
  const execute = async (sql: string, parameters: readonly unknown[] = []): Promise<QueryResult> => {
    try {
      return lastOf(await client.query(sql, [...parameters]));
    } catch (error) {
      throw sessionError(error, sql, label);
    }
  };
  return sessionBy(processIdOf(client), execute);
}

/** What node-postgres's types leave out. */
function processIdOf(client: Client): number | null {
  const id: unknown = Reflect.get(client, "processID");
  return typeof id === "number" ? id : null;
}

/** Several statements in one text have a result each, which node-postgres's types do not say. */
function lastOf(result: PgResult | PgResult[] | QueryArrayResult): QueryResult {
  const last = Array.isArray(result) ? result.at(-1) : result;
  return last ?? { command: "", rowCount: null, rows: [], fields: [] };
}
