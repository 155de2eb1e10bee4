import ansis from "ansis";
import type { Finding } from "../health";
import { count } from "./references";

const marks = { ok: ansis.green("✔"), warning: ansis.yellow("!"), error: ansis.red("✘") } as const;

export function healthText(findings: readonly Finding[]): string {
  const width = Math.max(0, ...findings.map(({ check }) => check.length));
  return [
    ...findings.flatMap(({ check, level, message, hint }) => [
      `${marks[level]} ${ansis.dim(check.padEnd(width))}  ${message}`,
      ...(hint === null ? [] : [`  ${"".padEnd(width)}  ${ansis.dim(hint)}`]),
    ]),
    summary(findings),
  ].join("\n");
}

function summary(findings: readonly Finding[]): string {
  const of = (level: Finding["level"]) => findings.filter((finding) => finding.level === level).length;
  const [errors, warnings] = [of("error"), of("warning")];
  if (errors + warnings === 0) return "All is well.";
  return `${count(errors, "error")}, ${count(warnings, "warning")}.`;
}

export function healthJson(findings: readonly Finding[]) {
  return {
    sound: findings.every(({ level }) => level !== "error"),
    findings: findings.map(({ check, level, message, hint }) => ({ check, level, message, hint })),
  };
}
