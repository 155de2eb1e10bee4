import { type Answers, pathText } from "../change";
import { idOf, listOf, qualify, quoteIdentifier, relationKinds, type Schema, type Table } from "../schema";
import { tableScore } from "./candidates";
import type { Decision } from "./decision";
import { referencesOf } from "./references";
import { pathOfParts } from "./things";

/** So much of a table that is not ours must be found again in a new one for a person to be asked about it. */
const likely = 0.6;

/**
 * The tables and views of no entity and no migration that may still be what an entity had before: those a person
 * names, those that look like a new one, and the join tables of either.
 */
export function withinReach(
  answers: Answers,
  live: Schema,
  desired: Schema,
  defaultSchema: string,
): ReadonlySet<string> {
  const named = [...answers.renames.map(({ from }) => from), ...answers.drops.map(({ path }) => path)]
    .map((parts) => pathOfParts(parts, defaultSchema))
    .filter((path) => path !== null);
  const fresh = listOf(desired, "table").filter((table) => !live.objects.has(idOf(table)));
  const looksLikeOne = (table: Table) =>
    !desired.objects.has(idOf(table)) &&
    fresh.some((candidate) => tableScore(table, candidate, live, desired) >= likely);
  const alike = fresh.length === 0 ? [] : listOf(live, "table").filter(looksLikeOne);
  const reached = new Set([...named, ...alike].map(pathText));
  const joined =
    fresh.length === 0
      ? []
      : listOf(live, "table").filter((table) =>
          referencesOf(table, live)?.some(({ parent }) => reached.has(parent)),
        );
  return new Set([...reached, ...joined.map(pathText)]);
}

/** Of those, the ones a person has spoken of. The others are none of our business. */
export function spokenOf({ renamings, dropped }: Decision, desired: Schema): string[] {
  const renamed = renamings.flatMap((renaming) =>
    renaming.kind === "namespace"
      ? [quoteIdentifier(renaming.from), ...relationsIn(desired, renaming.to, renaming.from)]
      : typeof renaming.from === "string"
        ? []
        : [pathText(renaming.from)],
  );
  return [...renamed, ...[...dropped].map((key) => key.slice(key.indexOf(" ") + 1))];
}

/** What the entities describe in a schema, as it is called while the schema has its old name. */
function relationsIn(desired: Schema, schema: string, old: string): string[] {
  return relationKinds
    .flatMap((kind) => listOf(desired, kind))
    .flatMap((relation) => (relation.schema === schema ? [qualify(old, relation.name)] : []));
}
