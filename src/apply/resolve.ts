import { basename } from "node:path";
import { SchemaError } from "../errors";
import { type MigrationRef, slugOf } from "./references";

/** The one migration that a person means by a name, or the beginning of a name, timestamp, slug or file. */
export function resolveMigration(text: string, candidates: readonly MigrationRef[]): MigrationRef {
  const wanted = text.trim().toLowerCase();
  const exact = candidates.filter((candidate) => namesOf(candidate).includes(wanted));
  if (exact.length === 1 && exact[0]) return exact[0];
  const begun = candidates.filter((candidate) =>
    namesOf(candidate).some((name) => wanted !== "" && name.startsWith(wanted)),
  );
  if (begun.length === 1 && begun[0]) return begun[0];
  throw begun.length === 0 ? unknown(text, candidates) : ambiguous(text, begun);
}

function namesOf(candidate: MigrationRef): string[] {
  const { name, timestamp, file } = candidate;
  const names = [name, String(timestamp), slugOf(candidate), file && basename(file)];
  return names.flatMap((each) => (each ? [each.toLowerCase()] : []));
}

function ambiguous(text: string, found: readonly MigrationRef[]): SchemaError {
  return new SchemaError({
    code: "AMBIGUOUS_MIGRATION",
    message: `"${text}" could be ${found.map(({ name }) => name).join(" or ")}.`,
    hint: "Give more of the name, or the timestamp.",
  });
}

function unknown(text: string, candidates: readonly MigrationRef[]): SchemaError {
  const [closest] = candidates
    .map((candidate) => ({
      candidate,
      distance: Math.min(...namesOf(candidate).map((name) => distanceOf(text.toLowerCase(), name))),
    }))
    .sort((a, b) => a.distance - b.distance);
  const near = closest && closest.distance <= Math.max(3, text.length / 3);
  return new SchemaError({
    code: "UNKNOWN_MIGRATION",
    message: `There is no migration "${text}"${near ? `; did you mean ${closest.candidate.name}?` : "."}`,
    hint: "Give a name, or the beginning of a name or timestamp, that schema status lists.",
  });
}

/** How many letters must be changed, added or left out, one text to the other, ends of longer names for free. */
function distanceOf(from: string, to: string): number {
  const target = to.slice(0, Math.max(from.length, Math.min(to.length, from.length + 2)));
  let row = Array.from({ length: target.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= target.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (target[j - 1] === letter ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
