import ansis from "ansis";
import {
  adoptionNote,
  type FailedMigration,
  type LastOperation,
  type MigrationRef,
  type StatusResult,
  type UnfinishedRef,
} from "../apply";
import { firstLine } from "./journal";
import { holderText } from "./progress";

import { columns, count, pathFrom, refJson, versionText } from "./references";
import { duration } from "./run";

export function statusText(result: StatusResult, root: string): string {
  const { database, version, applied, pending, problems, warnings } = result;
  return [
    ansis.dim(`${database}, ${versionText(version)}`),
    ...table(result, root),
    ...problems.flatMap(({ message, hint }) => [ansis.red(`✘ ${message}`), `  ${hint}`]),
    ...warnings.flatMap(({ message, hint }) => [ansis.yellow(`! ${message}`), `  ${hint}`]),
    ...result.failed.flatMap(failedLines),
    ...(result.lockHolder === null ? [] : [ansis.yellow(`At work${holderText(result.lockHolder)}.`)]),
    ...(result.lastOperation === null
      ? []
      : [ansis.dim(lastText(result.lastOperation, result.lockHolder !== null))]),
    ...(result.inhabited === null
      ? summary(applied.length, pending.length, problems.length === 0)
      : [adoptionNote(result.inhabited, pending.length)]),
  ].join("\n");
}

function table(
  { applied, pending, unknown, late, outOfOrder, unfinished }: StatusResult,
  root: string,
): string[] {
  const names = (refs: readonly MigrationRef[]) => new Set(refs.map(({ name }) => name));
  const [lost, old, displaced] = [names(unknown), names(late), names(outOfOrder)];
  const begun = new Map(unfinished.map((one) => [one.name, unfinishedText(one)]));
  const rows = [
    ...applied.map((ref) => ({
      mark: begun.has(ref.name) ? ansis.yellow("◐") : ansis.green("✔"),
      ref,
      remark: begun.get(ref.name) ?? (displaced.has(ref.name) ? "applied after a newer one" : ""),
    })),
    ...pending.map((ref) => ({
      mark: ansis.yellow(begun.has(ref.name) ? "◐" : "•"),
      ref,
      remark:
        begun.get(ref.name) ?? (old.has(ref.name) ? "pending, older than one that is applied" : "pending"),
    })),
  ];
  const lines = columns(
    rows.map(({ ref }) => [
      ref.name,
      lost.has(ref.name)
        ? "no file of the project has it"
        : ref.file === null
          ? ""
          : pathFrom(root, ref.file),
    ]),
  );
  return rows.map(({ mark, remark }, index) =>
    `${mark} ${lines[index]}${remark === "" ? "" : ansis.yellow(`  ${remark}`)}`.trimEnd(),
  );
}

function unfinishedText({ operation, statements }: UnfinishedRef): string {
  const done = `${count(statements, "statement")} done`;
  return operation === "apply"
    ? `partly applied, ${done}: \`schema apply\` goes on, \`schema rollback\` undoes them`
    : `partly rolled back, ${done}: \`schema rollback\` goes on`;
}

function failedLines({ name, outcome, at, error }: FailedMigration): string[] {
  const reason = error === null ? "" : `: ${firstLine(error)}`;
  return [
    ansis.red(`✘ ${name} ${outcome === "failed" ? "failed" : "was interrupted"} at ${moment(at)}${reason}`),
  ];
}

/** `Last: apply of 2 migrations by ada on build-7 as deployer at 2026-11-21 07:57:43, done in 31 ms.` */
function lastText(last: LastOperation, atWork: boolean): string {
  const { operation, outcome, started, milliseconds, person, host, role, migrations } = last;
  const what = migrations.length === 0 ? "" : ` of ${count(migrations.length, "migration")}`;
  const unsaid = atWork ? "still at work" : "ended without a word";
  const ended = outcome === "started" || outcome === "lost" ? unsaid : outcome;
  const took =
    milliseconds === null ? "" : ` ${outcome === "done" ? "in" : "after"} ${duration(milliseconds)}`;
  return `Last: ${operation}${what} by ${person} on ${host} as ${role} at ${moment(started)}, ${ended}${took}.`;
}

const moment = (iso: string) => `${iso.replace("T", " ").slice(0, 19)} UTC`;

/** `sound`: nothing keeps what is pending from being applied. */
function summary(applied: number, pending: number, sound: boolean): string[] {
  if (applied + pending === 0) return ["There are no migrations yet. `schema generate` writes the first."];
  if (pending === 0) return [`${count(applied, "migration")} applied, none pending.`];
  const next = sound ? "`schema apply` applies what is pending." : "First what is wrong above.";
  return [`${applied} applied, ${pending} pending. ${next}`];
}

export function statusJson({ database, version, ...lists }: StatusResult, root: string) {
  const refs = (list: readonly MigrationRef[]) => list.map((ref) => refJson(ref, root));
  return {
    database,
    serverVersion: version,
    applied: refs(lists.applied),
    pending: refs(lists.pending),
    unknown: refs(lists.unknown),
    late: refs(lists.late),
    outOfOrder: refs(lists.outOfOrder),
    unfinished: lists.unfinished,
    problems: lists.problems,
    warnings: lists.warnings,
    inhabited: lists.inhabited,
    failed: lists.failed,
    lockHolder: lists.lockHolder,
    lastOperation: lists.lastOperation,
  };
}
