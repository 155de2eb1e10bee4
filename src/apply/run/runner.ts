import type { DataSource } from "typeorm";
import type { Configuration } from "../../config/configuration";
import type { Migration } from "../../migrations";
import type { Session } from "../../postgres";
import type { ApplyEvent } from "../events";
import type { Hooks } from "../hooks";
import type { Journal } from "../journal";
import type { Context } from "./context";
import { openDataSource } from "./data-source";
import { defaultWait, type Limits } from "./settings";
import { tapOf } from "./tap";
import type { Watch } from "./watch";

/** How migrations are run, whichever they are. */
export interface RunnerOptions extends Limits {
  readonly onEvent?: ((event: ApplyEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Go on behind a transaction pooler, with a row of a table for a lock and nothing that a session would have to keep. */
  readonly allowPooler?: boolean | undefined;
}

/** What is run, and what around it. */
export interface Planned {
  readonly migrations: readonly Migration[];
  /** What an earlier run has applied, and was cut short before the hooks after all of it. */
  readonly owed?: readonly string[] | undefined;
  readonly hooks: Hooks;
  /** The statements that record some of them, in the transaction of those where they have one. */
  readonly recordSql: (done: readonly Migration[]) => readonly string[];
}

/** Where they are run, and where it is written down. */
export interface Site {
  readonly configuration: Configuration;
  readonly session: Session;
  readonly journal: Journal;
  readonly watch: Watch;
  /** The next transaction may be on another session: nothing is set for longer than one. */
  readonly pooled: boolean;
  /** What puts the session back to what the run has made of it. */
  readonly reset: readonly string[];
}

/** Opens the project's data source over the session for as long as `work` takes. */
export async function withContext<T>(
  { configuration, session, journal, watch, pooled, reset }: Site,
  { migrations, owed = [], hooks, recordSql }: Planned,
  options: RunnerOptions,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  const tap = tapOf(session);
  const opened: { source?: Promise<DataSource> } = {};
  const dataSource = (): Promise<DataSource> => {
    opened.source ??= openDataSource(configuration, tap.session, migrations);
    return opened.source;
  };
  const deadline = performance.now() + (options.wait ?? defaultWait);
  try {
    return await work({
      root: configuration.root,
      session,
      tap,
      dataSource,
      journal,
      pooled,
      reset,
      hooks,
      recordSql,
      migrations: migrations.map(({ name }) => name),
      owed,
      watch,
      options,
      deadline,
    });
  } finally {
    await opened.source?.then((source) => source.destroy()).catch(() => undefined);
  }
}
