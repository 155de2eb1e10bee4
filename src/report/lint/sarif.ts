import { rules } from "../../hazards";
import { toolVersion } from "../../version";
import type { Linted, LintResult, Placed } from "../../workflows/lint";
import { pathFrom } from "../references";

/** What code scanning reads: a SARIF 2.1.0 log. */
export function lintSarif({ linted }: LintResult, directory: string) {
  const results = linted.flatMap((one) => one.hazards.map((placed) => resultOf(one, placed, directory)));
  const driver = { name: "typeorm-schema", version: toolVersion, rules: rules.map(ruleOf) };
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", results }],
  };
}

function ruleOf({ code, severity, message, remedy }: (typeof rules)[number]) {
  return {
    id: code,
    shortDescription: { text: message },
    help: { text: remedy },
    defaultConfiguration: { level: severity },
  };
}

function resultOf({ name, file }: Linted, { hazard, line }: Placed, directory: string) {
  const { code, severity, subject, message, remedy, accepted } = hazard;
  return {
    ruleId: code,
    level: severity,
    message: { text: `${file === null ? `${name}: ` : ""}${subject}: ${message} ${remedy}` },
    ...(file === null ? {} : { locations: [locationOf(pathFrom(directory, file), line)] }),
    ...(accepted === null ? {} : { suppressions: [{ kind: "inSource", justification: accepted }] }),
  };
}

function locationOf(path: string, line: number | null) {
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(path) },
      ...(line === null ? {} : { region: { startLine: line } }),
    },
  };
}
