import ansis from "ansis";
import type { BaselineResult } from "../workflows/adopt";
import { count, pathFrom } from "./references";
import { unmanagedJson, unmanagedLines } from "./unmanaged";

export function baselineText(result: BaselineResult, directory: string): string {
  const { file, text, tables, proved, left, differences } = result;
  if (file === null) return text;
  return [
    `Wrote ${ansis.bold(pathFrom(directory, file))}: ${count(tables, "table")}${proved === null ? "" : `, proved on ${proved}`}.`,
    "It is marked as applied to this database; elsewhere `schema apply` runs it.",
    ...leftLines(left ?? []),
    ...differenceLines(differences ?? 0, left === null),
  ].join("\n");
}

function leftLines(left: BaselineResult["left"] & object): string[] {
  if (left.length === 0) return [];
  return [
    ansis.yellow(`In the database and not in the file, since no entity describes it (${left.length}):`),
    ...unmanagedLines(left),
  ];
}

function differenceLines(differences: number, ofEntities: boolean): string[] {
  if (differences === 0) return ["The database is what the entities say."];
  const number = `The database differs from the entities in ${count(differences, "thing")}`;
  return ofEntities
    ? [
        ansis.yellow(`${number}, and the file was made of the entities: \`schema diff\` lists them.`),
        "Where the database is right, delete the file, run `schema stamp base --purge`, then `schema baseline`.",
      ]
    : [`${number}: \`schema diff\` lists them, \`schema generate\` writes the next migration.`];
}

export function baselineJson(result: BaselineResult, directory: string) {
  const { file, fileName, text, tables, proved, left, differences } = result;
  return {
    file: file === null ? null : pathFrom(directory, file),
    fileName,
    text,
    tables,
    proved,
    differences,
    left: left === null ? null : unmanagedJson(left),
  };
}
