import type { QueryRunner } from "typeorm";
import type { HookMoment } from "../../config/hooks";
import type { Migration } from "../../migrations";
import { PostgresError, type Session } from "../../postgres";
import type { Working } from "../events";
import type { Entry } from "../journal";
import { refOf } from "../record/references";
import { type Context, entryOf, watched } from "../run/context";
import { endsTransaction } from "../run/control";
import { isDriverError } from "../run/failure";
import type { Send } from "../run/tap";
import { HookError } from "./error";
import type { Hook } from "./read";

/**
 * Runs the hooks of a moment in the transaction that is open.
 *
 * @param migration the one that they stand beside; null for those around all of them
 * @returns what the journal says of it, to be written in the same transaction
 */
export async function runHooks(
  context: Context,
  moment: HookMoment,
  migration: Migration | null,
  queryRunner: QueryRunner,
): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (const [index, hook] of context.hooks[moment].entries()) {
    context.options.signal?.throwIfAborted();
    context.options.onEvent?.({
      kind: "hook",
      moment,
      name: hook.name,
      migration: migration && refOf(migration),
    });
    const started = performance.now();
    await runHook(context, moment, hook, migration, queryRunner);
    const ended = performance.now();
    const milliseconds = ended - started;
    const statement = { number: index + 1, sql: textOf(hook) };
    entries.push(entryOf(context, migration, moment, "done", { statement, milliseconds, ended }));
  }
  return entries;
}

async function runHook(
  context: Context,
  moment: HookMoment,
  hook: Hook,
  migration: Migration | null,
  queryRunner: QueryRunner,
): Promise<void> {
  const { session, tap } = context;
  const working = { migration: migration && refOf(migration), number: null, hook: hook.name };
  try {
    if (hook.kind === "sql") await watched(context, working, () => session.query(hook.sql));
    else {
      const info = { moment, migrations: namesOf(context, moment, migration) };
      const sent: Sent = { failed: null };
      await tap
        .aside(within(context, working, sent), async () => hook.run(queryRunner, info))
        .catch((error: unknown) => {
          // TypeORM wraps what it was told.
          throw isDriverError(error) ? (sent.failed ?? error) : error;
        });
      if (sent.failed !== null && (await isAborted(session))) throw sent.failed;
    }
  } catch (error) {
    throw new HookError(moment, hook, error);
  }
}

function namesOf(
  { migrations, owed }: Context,
  moment: HookMoment,
  migration: Migration | null,
): readonly string[] {
  if (migration !== null) return [migration.name];
  return moment === "afterApply" ? [...owed, ...migrations] : migrations;
}

/** What the function has sent: a statement that fails aborts the transaction, though the function may catch the error. */
interface Sent {
  failed: PostgresError | null;
}

async function isAborted(session: Session): Promise<boolean> {
  return session.query("SELECT").then(
    () => false,
    () => true,
  );
}

/** A transaction within is a savepoint to the query runner; what ends the whole must not be sent. */
function within(context: Context, working: Working, sent: Sent): Send {
  const { session, options } = context;
  return async ({ sql }, parameters) => {
    options.signal?.throwIfAborted();
    if (endsTransaction(sql)) throw new Error("it must not end the transaction that it runs in");
    return watched(context, working, () => session.execute(sql, parameters)).catch((error: unknown) => {
      if (error instanceof PostgresError) sent.failed = error;
      throw error;
    });
  };
}

function textOf(hook: Hook): string {
  return hook.kind === "sql" ? `-- ${hook.name}\n${hook.sql}` : `-- ${hook.name}()`;
}
