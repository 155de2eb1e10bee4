import ansis from "ansis";
import type { BackupResult, Replaced, RestoreResult } from "../workflows/backup";
import { count, pathFrom } from "./references";

export function backupText({ file, bytes, entries, removed }: BackupResult, directory: string): string {
  const read =
    entries === null
      ? "opened to see that it can be"
      : `${count(entries, "entry", "entries")} listed by pg_restore`;
  return [
    `Wrote ${ansis.bold(pathFrom(directory, file))}, ${size(bytes)}, ${read}.`,
    ...removed.map((old) => ansis.dim(`Removed ${pathFrom(directory, old)}`)),
  ].join("\n");
}

export function backupJson({ database, file, bytes, entries, removed }: BackupResult, directory: string) {
  return {
    database,
    file: pathFrom(directory, file),
    bytes,
    entries,
    removed: removed.map((old) => pathFrom(directory, old)),
  };
}

/** What a person is asked. */
export function replacedText({ database, tables, extras }: Replaced): string {
  const gone =
    extras.length === 0
      ? ""
      : ` What came after the backup goes: ${extras.map(({ kind, path }) => `${kind.toLowerCase()} ${path}`).join(", ")}.`;
  return tables === 0
    ? `The backup is restored to ${database}, which has no table.`
    : `The backup replaces what is in ${database}: ${count(tables, "table")} with all rows.${gone}`;
}

export function restoreText(result: RestoreResult, directory: string): string {
  const { file, database, restored, extras } = result;
  if (!restored) return "Nothing was done.";
  return [
    `Restored ${pathFrom(directory, file)} to ${database}.`,
    ...extras.map(({ kind, path }) =>
      ansis.dim(`Dropped ${kind.toLowerCase()} ${path}, which came after it`),
    ),
    "`schema status` shows what is applied now.",
  ].join("\n");
}

export function restoreJson({ file, database, restored, tables, extras }: RestoreResult, directory: string) {
  return { file: pathFrom(directory, file), database, restored, replaced: { tables, extras } };
}

function size(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"] as const;
  let [value, at] = [bytes, 0];
  while (value >= 1000 && at < units.length - 1) [value, at] = [value / 1000, at + 1];
  return `${at === 0 ? value : value.toFixed(1)} ${units[at]}`;
}
