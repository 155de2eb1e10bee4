import ansis from "ansis";
import type { HistoryEntry } from "../apply";
import { duration } from "./run";

/** The journal, one line for each thing done, indented by what belongs to what. */
export function journalText(entries: readonly HistoryEntry[]): string {
  if (entries.length === 0) return "The journal is empty.";
  return entries.map(lineOf).join("\n");
}

function lineOf(entry: HistoryEntry): string {
  const { started, milliseconds, outcome, error } = entry;
  const parts = [
    ansis.dim(started.replace("T", " ").slice(0, 19)),
    subjectOf(entry),
    coloured(outcome),
    milliseconds === null ? "" : ansis.dim(duration(milliseconds)),
    error === null ? "" : `— ${firstLine(error)}`,
  ];
  return parts.filter((part) => part !== "").join("  ");
}

function subjectOf({
  subject,
  operation,
  migration,
  statement,
  sql,
  person,
  host,
  role,
  tool,
}: HistoryEntry): string {
  switch (subject) {
    case "run":
      return `${operation} by ${person} on ${host} as ${role}, version ${tool}`;
    case "migration":
      return `  ${migration}${statement === null ? "" : `, statement ${statement}`}`;
    case "schema":
      return "  the schema, compared with what the migrations lead to";
    case "statement":
      return `    ${statement}. ${firstLine(sql ?? "")}`;
    case "beforeApply":
    case "afterApply":
      return `  ${subject}${sql === null ? "" : ` ${firstLine(sql)}`}`;
    case "beforeEach":
    case "afterEach":
      return `    ${subject} ${firstLine(sql ?? "")}`;
  }
}

const colours = {
  started: ansis.dim,
  done: ansis.green,
  skipped: ansis.yellow,
  failed: ansis.red,
  interrupted: ansis.red,
  lost: ansis.red,
} as const;

function coloured(outcome: HistoryEntry["outcome"]): string {
  return colours[outcome](outcome === "lost" ? "ended without a word" : outcome);
}

export function firstLine(text: string): string {
  const [line = "", ...more] = text.trim().split("\n");
  return `${line.slice(0, 100)}${line.length > 100 || more.length > 0 ? " …" : ""}`;
}
