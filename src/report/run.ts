import ansis from "ansis";
import {
  type ApplyResult,
  type DownLoss,
  downLossText,
  type MigrationRef,
  type Ran,
  type RollbackResult,
} from "../apply";
import { count, pathFrom, refJson } from "./references";

interface Invocation {
  readonly root: string;
  readonly dryRun: boolean;
}

export function applyText(result: ApplyResult, { root, dryRun }: Invocation): string {
  const { planned, ran, remaining, unknown } = result;
  const warnings = unknown.map(({ name }) =>
    ansis.yellow(`${name} is applied, but no file of the project has it.`),
  );
  if (dryRun && planned.length > 0)
    return [...warnings, `Would apply ${count(planned.length, "migration")}:`, ...list(planned, root)].join(
      "\n",
    );
  const left = remaining.length === 0 ? "" : ` ${count(remaining.length, "migration")} still pending.`;
  const done =
    ran.length === 0
      ? remaining.length === 0
        ? "Nothing to apply: the database is up to date."
        : "Nothing to apply up to there."
      : `Applied ${count(ran.length, "migration")}${took(ran)}.`;
  return [...warnings, `${done}${left}`].join("\n");
}

type Undone = RollbackResult & { readonly losses: readonly DownLoss[] };

export function rollbackText({ planned, ran, losses }: Undone, { root, dryRun }: Invocation): string {
  if (dryRun && planned.length > 0)
    return [
      `Would roll back ${count(planned.length, "migration")}:`,
      ...list(planned, root),
      ...(losses.length === 0 ? [] : [ansis.yellow.bold("and destroy data that is there now:")]),
      ...losses.map((loss) => ansis.yellow(`  ${downLossText(loss)}`)),
    ].join("\n");
  if (ran.length === 0) return "Nothing to roll back.";
  return `Rolled back ${count(ran.length, "migration")}${took(ran)}.`;
}

function list(planned: readonly MigrationRef[], root: string): string[] {
  return planned.map(
    ({ name, file }) => `  ${name}${file === null ? "" : ansis.dim(`  ${pathFrom(root, file)}`)}`,
  );
}

function took(ran: readonly Ran[]): string {
  return ` in ${duration(Math.round(ran.reduce((sum, { milliseconds }) => sum + milliseconds, 0)))}`;
}

export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

export function applyJson(result: ApplyResult, { root, dryRun }: Invocation) {
  const refs = (list: readonly MigrationRef[]) => list.map((ref) => refJson(ref, root));
  return {
    dryRun,
    planned: refs(result.planned),
    ran: result.ran.map((each) => ranJson(each, root)),
    remaining: refs(result.remaining),
    outOfOrder: refs(result.outOfOrder),
    unknown: refs(result.unknown),
  };
}

export function rollbackJson({ planned, ran, losses }: Undone, { root, dryRun }: Invocation) {
  return {
    dryRun,
    losses,
    planned: planned.map((ref) => refJson(ref, root)),
    ran: ran.map((each) => ranJson(each, root)),
  };
}

function ranJson({ direction, statements, milliseconds, ...ref }: Ran, root: string) {
  return { ...refJson(ref, root), direction, statements, milliseconds };
}
