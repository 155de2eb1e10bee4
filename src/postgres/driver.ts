import { EventEmitter } from "node:events";
import type { QueryResult, Session } from "./database";
import { PostgresError } from "./errors";

/** The part of node-postgres that TypeORM uses, over one session of ours. */
export interface Driver {
  readonly Pool: new (options?: unknown) => SessionPool;
}

/**
 * For `new DataSource({ type: "postgres", driver: driverOver(session) })`: a TypeORM whose every query runner works on
 * this one session, whatever is behind it. Nothing is closed by it.
 */
export function driverOver(session: Session): Driver {
  return {
    Pool: class extends SessionPool {
      constructor() {
        super(session);
      }
    },
  };
}

type Callback<T> = (error: unknown, result?: T) => void;

class SessionPool extends EventEmitter {
  constructor(private readonly session: Session) {
    super();
  }

  connect(done: (error: unknown, client: SessionClient, release: () => void) => void): void {
    const client = new SessionClient(this.session);
    queueMicrotask(() => done(undefined, client, client.release));
  }

  end(done?: Callback<void>): Promise<void> {
    done?.(undefined);
    return Promise.resolve();
  }
}

class SessionClient extends EventEmitter {
  readonly release = (): void => {};

  constructor(private readonly session: Session) {
    super();
  }

  query(
    text: string,
    values?: readonly unknown[] | Callback<QueryResult>,
    callback?: Callback<QueryResult>,
  ): Promise<QueryResult> {
    const [parameters, done] = typeof values === "function" ? [[], values] : [values, callback];
    const result = this.session.execute(text, parameters).catch(asDriverError);
    if (done) result.then((value) => done(undefined, value), done);
    return result;
  }
}

/** Migrations that people wrote look at node-postgres's `code`. */
function asDriverError(error: unknown): never {
  throw error instanceof PostgresError ? error.cause : error;
}
