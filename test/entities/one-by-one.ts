import { Pool, type PoolClient, type PoolConfig } from "pg";

/** TypeORM asks several questions at once of one connection, which pg warns of: here each waits for the one before it. */
class OneByOne extends Pool {
  constructor(config: PoolConfig) {
    super(config);
    this.on("connect", queue);
  }
}

function queue(client: PoolClient): void {
  const ask: (...question: unknown[]) => Promise<unknown> = client.query.bind(client);
  let before: Promise<unknown> = Promise.resolve();
  const query = (...question: unknown[]) => {
    const asked = before.then(() => ask(...question));
    before = asked.catch(() => undefined);
    return asked;
  };
  Object.assign(client, { query });
}

/** For the option `driver` of a data source. */
export const oneByOne = { Pool: OneByOne };
