import { resolve } from "node:path";
import type { QueryRunner } from "typeorm";

/** When a hook runs: around all that `apply` runs, and around each migration. */
export type HookMoment = "beforeApply" | "beforeEach" | "afterEach" | "afterApply";

/** What a hook is told of the run. */
export interface HookInfo {
  /** When it runs. */
  readonly moment: HookMoment;
  /** The names of the migrations that it stands before or after: of one with `beforeEach` and `afterEach`. */
  readonly migrations: readonly string[];
}

/** A hook in code. What it sends goes through the query runner, and so into the transaction of the moment. */
export type HookFunction = (queryRunner: QueryRunner, info: HookInfo) => unknown;

/** An SQL file, its path from the project's directory, or a function. */
export type HookSetting = string | HookFunction;

/** What runs around migrations, whichever they are. */
export type HookSettings = {
  readonly [M in HookMoment]?: HookSetting | readonly HookSetting[] | undefined;
};

export type HookSource =
  | { readonly kind: "file"; readonly file: string }
  | { readonly kind: "function"; readonly run: HookFunction };

/** The hooks of each moment, in the order of running. */
export type HookSources = { readonly [M in HookMoment]: readonly HookSource[] };

export const noHooks: HookSources = { beforeApply: [], beforeEach: [], afterEach: [], afterApply: [] };

export function settleHooks(root: string, settings: HookSettings = {}): HookSources {
  const sourceOf = (setting: HookSetting): HookSource =>
    typeof setting === "string"
      ? { kind: "file", file: resolve(root, setting) }
      : { kind: "function", run: setting };
  const of = (moment: HookMoment): readonly HookSource[] => [settings[moment] ?? []].flat().map(sourceOf);
  return {
    beforeApply: of("beforeApply"),
    beforeEach: of("beforeEach"),
    afterEach: of("afterEach"),
    afterApply: of("afterApply"),
  };
}
