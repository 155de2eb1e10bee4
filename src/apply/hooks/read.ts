import { readFileSync } from "node:fs";
import type { Configuration } from "../../config/configuration";
import type { HookFunction, HookMoment, HookSource } from "../../config/hooks";
import { SchemaError } from "../../errors";
import { pathFrom } from "../record/references";
import { endsTransaction } from "../run/control";

/** A hook as it runs. */
export type Hook = { readonly name: string } & (
  | { readonly kind: "sql"; readonly sql: string }
  | { readonly kind: "function"; readonly run: HookFunction }
);

export type Hooks = { readonly [M in HookMoment]: readonly Hook[] };

export const withoutHooks: Hooks = { beforeApply: [], beforeEach: [], afterEach: [], afterApply: [] };

type Configured = Pick<Configuration, "root" | "hooks">;

/** Reads the files before anything runs: one that is not there refuses the run. */
export function readHooks({ root, hooks }: Configured): Hooks {
  return mapped((moment) => hooks[moment].map((source) => hookOf(root, moment, source)));
}

/**
 * As a database of no consequence runs them: those that do nothing but send SQL, since whatever else a function reaches
 * is not to be reached for a trial. A role that is not there is no fault: roles are the server's, not the database's.
 */
export function readTrialHooks(configuration: Configured): Hooks {
  const hooks = readHooks(configuration);
  return mapped((moment) => hooks[moment].flatMap((hook) => (hook.kind === "sql" ? [onTrial(hook)] : [])));
}

function onTrial({ name, sql }: Extract<Hook, { kind: "sql" }>): Hook {
  return {
    kind: "function",
    name,
    async run(queryRunner) {
      await queryRunner.query("SAVEPOINT hook");
      try {
        await queryRunner.query(sql);
      } catch (error) {
        if (!(error instanceof Error) || !/\brole "[^"]*" does not exist/.test(error.message)) throw error;
        await queryRunner.query("ROLLBACK TO hook");
      }
    },
  };
}

function mapped(of: (moment: HookMoment) => readonly Hook[]): Hooks {
  return {
    beforeApply: of("beforeApply"),
    beforeEach: of("beforeEach"),
    afterEach: of("afterEach"),
    afterApply: of("afterApply"),
  };
}

function hookOf(root: string, moment: HookMoment, source: HookSource): Hook {
  if (source.kind === "function")
    return { kind: "function", name: source.run.name || "function", run: source.run };
  const name = pathFrom(root, source.file);
  const sql = textOf(name, moment, source.file);
  if (endsTransaction(sql)) throw endsIt(name, moment);
  return { kind: "sql", name, sql };
}

function textOf(name: string, moment: HookMoment, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new SchemaError({
      code: "HOOK_UNREADABLE",
      message: `The hook ${moment} names ${name}, which cannot be read. Nothing was done.`,
      hint: "Correct the path in the settings; it starts at the project's directory.",
      cause,
    });
  }
}

function endsIt(name: string, moment: HookMoment): SchemaError {
  return new SchemaError({
    code: "HOOK_INVALID",
    message: `The hook ${moment} (${name}) ends a transaction that is not its own. Nothing was done.`,
    hint: "Leave out COMMIT and ROLLBACK: what a hook does is committed with what it stands beside.",
  });
}
