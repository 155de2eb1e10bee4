import type { Session } from "./database";

/** A session whose statements all go one way. */
export function sessionBy(processId: Session["processId"], execute: Session["execute"]): Session {
  return {
    processId,
    execute,
    query: async <Row>(sql: string, parameters?: readonly unknown[]) =>
      (await execute(sql, parameters)).rows as Row[],
  };
}
