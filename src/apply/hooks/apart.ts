import type { HookMoment } from "../../config/hooks";
import { SchemaError } from "../../errors";
import { type Context, contentionIn, entryOf } from "../run/context";
import { retrying } from "../run/retry";
import { limitsSql } from "../run/settings";
import { HookError, reasonTextOf, titleOf } from "./error";
import { runHooks } from "./run";

/** Runs the hooks before or after all migrations, in a transaction of their own. */
export async function runHooksApart(context: Context, moment: "beforeApply" | "afterApply"): Promise<void> {
  const { session, journal, options, deadline } = context;
  if (context.hooks[moment].length === 0) return;
  const attempt = async (): Promise<void> => {
    const queryRunner = (await context.dataSource()).createQueryRunner();
    try {
      context.tap.beginWith(["START TRANSACTION", ...limitsSql(options)].join("; "));
      await queryRunner.startTransaction();
      const entries = await runHooks(context, moment, null, queryRunner);
      await session.query([...context.reset, ...journal.sql(entries), "COMMIT"].join(";\n"));
      journal.kept();
    } catch (error) {
      await session.query("ROLLBACK").catch(() => undefined);
      throw error;
    } finally {
      await queryRunner.release();
    }
  };
  try {
    await retrying(attempt, (error) => contentionIn(context, error), { deadline, signal: options.signal });
  } catch (error) {
    const failure = failureOf(context, moment, error);
    const entry = entryOf(context, null, moment, "failed", { error: failure.message });
    await journal.write([entry]).catch(() => undefined);
    throw failure;
  }
}

function failureOf({ options }: Context, moment: "beforeApply" | "afterApply", error: unknown): SchemaError {
  const interrupted = options.signal?.aborted === true;
  const left =
    moment === "beforeApply"
      ? "It was rolled back, and no migration was run."
      : "It was rolled back. The migrations are applied and recorded.";
  const again =
    moment === "beforeApply"
      ? "run schema apply again."
      : "run schema apply again: the hook is run though nothing is pending.";
  return new SchemaError({
    code: interrupted ? "INTERRUPTED" : "HOOK_FAILED",
    message: `${hookProblem(error, moment, interrupted)}\n${left}`,
    hint: interrupted ? `When it suits, ${again}` : `Correct the hook and ${again}`,
    cause: error,
  });
}

function hookProblem(error: unknown, moment: HookMoment, interrupted: boolean): string {
  if (interrupted) return `You asked to stop, in the hook ${moment}.`;
  if (!(error instanceof HookError))
    return `The hooks ${moment} failed: ${error instanceof Error ? error.message : error}.`;
  return `The ${titleOf(error)} failed${reasonTextOf(error)}`;
}
