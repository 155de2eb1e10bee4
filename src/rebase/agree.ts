import { basename } from "node:path";
import type { OpenScratch } from "../comparison/sources";
import type { Configuration } from "../config/configuration";
import { SchemaError } from "../errors";
import { lockedFilesOf, type Migration, readMigrations, renderLock, writeLock } from "../migrations";
import { withScratch } from "../proof";
import type { Schema } from "../schema";
import type { Filed } from "./choose";
import { type Goal, type LinePlace, placeAfter, placesAlong, step } from "./line";
import { merged } from "./merge";

/** Whether the migrations in their new order make what the entities say. */
export type Agreement =
  | { readonly kind: "agrees" }
  /** These files, which are ours, were written again against what those before them lead to. */
  | { readonly kind: "regenerated"; readonly files: readonly string[] }
  /** A person has to look; these were written again before that was found. */
  | { readonly kind: "differs"; readonly reason: string; readonly files: readonly string[] };

export interface Moves {
  /** The files that were moved, as they are called now. */
  readonly ours: ReadonlySet<string>;
  /** The names of what they were put after, and did not know. */
  readonly theirs: ReadonlySet<string>;
}

/**
 * Runs the moved migrations after the others, one by one. Where one does not do there what it did before, it is generated
 * again: the last to lead to what the entities say, one before it to do the same to the schema that it now begins with.
 */
export async function agree(
  configuration: Configuration,
  moves: Moves,
  scratch?: string,
): Promise<Agreement> {
  return withScratch(configuration.target, scratch ?? null, async (open) => {
    const migrations = await readMigrations(configuration);
    const isOurs = ({ file }: Migration) => file !== null && moves.ours.has(basename(file));
    const moved = migrations.filter((each): each is Filed => isOurs(each));
    const staying = migrations.filter((each) => !isOurs(each));
    const settled = new Map(migrations.map((each) => [each.name, each]));
    const again: string[] = [];
    try {
      const intents = await intentsOf(configuration, staying, moved, moves, open);
      let place = await placeAfter(configuration, staying, open);
      for (const [at, migration] of moved.entries()) {
        const goal = goalOf(place, intents.slice(at, at + 2), at === moved.length - 1);
        const taken = await step(configuration, place, migration, goal, open);
        settled.set(taken.migration.name, taken.migration);
        if (taken.again) again.push(basename(migration.file));
        place = taken.place;
      }
      return again.length === 0 ? { kind: "agrees" } : { kind: "regenerated", files: again };
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
      return { kind: "differs", reason: error.message, files: again };
    } finally {
      const { directory } = configuration.migrations;
      await writeLock(directory, renderLock(lockedFilesOf(directory, [...settled.values()])));
    }
  });
}

/** What ours made one after the other where they were written; nothing where only one, or where nobody can know. */
async function intentsOf(
  configuration: Configuration,
  staying: readonly Migration[],
  moved: readonly Filed[],
  { theirs }: Moves,
  open: OpenScratch,
): Promise<readonly Schema[]> {
  if (moved.length < 2) return [];
  const base = staying.filter(({ name }) => !theirs.has(name));
  try {
    return await placesAlong(configuration, base, moved, open);
  } catch (error) {
    if (error instanceof SchemaError) return [];
    throw error;
  }
}

function goalOf({ schema }: LinePlace, [before, after]: readonly Schema[], isLast: boolean): Goal {
  if (isLast) return { kind: "entities" };
  const goal = before === undefined || after === undefined ? null : merged(schema, before, after);
  return goal === null ? { kind: "unknown" } : { kind: "schema", schema: goal };
}
