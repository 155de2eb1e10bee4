import { basename } from "node:path";
import { SchemaError } from "../../errors";
import { type MigrationRef, slugOf } from "../record/references";
import { closest } from "./suggest";

/** What a person may mean by a name: one migration, none, or several. */
export function matching(text: string, candidates: readonly MigrationRef[]): readonly MigrationRef[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [];
  const exact = candidates.filter((candidate) => namesOf(candidate).includes(wanted));
  if (exact.length > 0) return exact;
  return candidates.filter((candidate) => namesOf(candidate).some((name) => name.startsWith(wanted)));
}

/** The one migration that a person means by a name, or the beginning of a name, timestamp, slug or file. */
export function resolveMigration(text: string, candidates: readonly MigrationRef[]): MigrationRef {
  const found = matching(text, candidates);
  const [first, ...more] = found;
  if (first === undefined) throw unknown(text, candidates);
  if (more.length > 0) throw ambiguous(text, found);
  return first;
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
  const near = closest(text, candidates, namesOf);
  return new SchemaError({
    code: "UNKNOWN_MIGRATION",
    message: `There is no migration "${text}"${near ? `; did you mean ${near.name}?` : "."}`,
    hint: "Give a name, or the beginning of a name or timestamp, that schema status lists; or head, base, current, +N, -N, NAME+N.",
  });
}
