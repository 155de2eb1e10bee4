import ansis from "ansis";
import { type ExitStatus, exitStatus } from "../../errors";
import { isStopping } from "../../hazards";
import type { Linted, LintResult, Placed } from "../../workflows/lint";
import type { LintFormat } from "../../workflows/lint/format";
import { count, pathFrom } from "../references";
import { lintGithub } from "./github";
import { lintSarif } from "./sarif";

type LintRenderer = (result: LintResult, directory: string) => string;

/** The findings in each format. */
export const lintRenderers = {
  text: lintText,
  github: (result, directory) => [...lintGithub(result, directory), summaryOf(result)].join("\n"),
  sarif: (result, directory) => JSON.stringify(lintSarif(result, directory), null, 2),
} as const satisfies Readonly<Record<LintFormat, LintRenderer>>;

function lintText(result: LintResult, directory: string): string {
  const found = result.linted.filter(({ hazards }) => hazards.length > 0);
  return [
    ...found.flatMap((one) => [ansis.bold(placeOf(one, directory)), ...one.hazards.flatMap(hazardLines), ""]),
    summaryOf(result),
  ].join("\n");
}

function summaryOf({ linted, scratch }: LintResult): string {
  const all = linted.flatMap(({ hazards }) => hazards);
  const errors = all.filter(({ hazard }) => isStopping(hazard)).length;
  const found = all.length === 0 ? "no hazards" : `${count(all.length, "hazard")}, ${count(errors, "error")}`;
  return `${count(linted.length, "migration")} replayed on ${scratch}: ${found}.`;
}

const placeOf = ({ name, file }: Linted, directory: string) =>
  file === null ? name : pathFrom(directory, file);

function hazardLines({ hazard, line }: Placed): string[] {
  const { code, severity, subject, message, remedy, accepted, statement } = hazard;
  const place = line !== null ? `${line}: ` : statement !== null ? `statement ${statement}: ` : "";
  if (accepted !== null) return [ansis.dim(`  ${place}${code} ${subject}: accepted, ${accepted}`)];
  const colour = severity === "error" ? ansis.red : ansis.yellow;
  return [
    `  ${place}${colour(`${severity} ${code}`)} ${subject}`,
    `    ${message}`,
    ansis.dim(`    ${remedy}`),
  ];
}

export function lintJson({ linted, scratch }: LintResult, directory: string) {
  return {
    scratch,
    files: linted.map(({ name, file, hazards }) => ({
      name,
      file: file === null ? null : pathFrom(directory, file),
      hazards: hazards.map(({ hazard, line }) => ({ ...hazard, line })),
    })),
  };
}

/** Refused where a hazard is an error and nobody has accepted it. */
export function lintExit({ linted }: LintResult): ExitStatus {
  return linted.some(({ hazards }) => hazards.some(({ hazard }) => isStopping(hazard)))
    ? exitStatus.refused
    : exitStatus.done;
}
