import type { Hazard } from "../../hazards";
import type { Linted, LintResult, Placed } from "../../workflows/lint";
import { pathFrom } from "../references";

/** Workflow commands, which GitHub shows beside the lines of a pull request. */
export function lintGithub({ linted }: LintResult, directory: string): string[] {
  return linted.flatMap((one) => one.hazards.map((placed) => annotation(one, placed, directory)));
}

function annotation({ name, file }: Linted, { hazard, line }: Placed, directory: string): string {
  const { code, subject } = hazard;
  const properties = {
    ...(file === null ? {} : { file: pathFrom(directory, file) }),
    ...(file === null || line === null ? {} : { line: String(line) }),
    title: `${code} ${subject}`,
  };
  const said = Object.entries(properties).map(([property, value]) => `${property}=${escapeProperty(value)}`);
  return `::${levelOf(hazard)} ${said.join(",")}::${escapeData(messageOf(hazard, file === null ? name : null))}`;
}

const levelOf = ({ severity, accepted }: Hazard) => (accepted === null ? severity : "notice");

function messageOf({ message, remedy, accepted }: Hazard, name: string | null): string {
  const text = accepted === null ? `${message}\n${remedy}` : `Accepted: ${accepted}`;
  return name === null ? text : `${name}: ${text}`;
}

const escapeData = (text: string) =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const escapeProperty = (text: string) => escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
