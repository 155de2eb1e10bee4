import { basename } from "node:path";
import type { Plan } from "./change";
import type { Configuration } from "./config/configuration";
import { exitStatus, SchemaError } from "./errors";
import {
  amendMigration,
  emptyReview,
  type Migration,
  type MigrationName,
  migrationName,
  type Review,
  renderMigration,
  rewriteMigration,
  writeLock,
  writeMigration,
} from "./migrations";

/** A migration on its way to its file. */
export interface Writing extends MigrationName {
  readonly timestamp: number;
  /** Its text, once it is known what its reviewer is told. */
  text(review: Review): string;
  /** Whether it runs anything but the plan, so that the text itself has to be proved. */
  readonly byHand: boolean;
  /** The file, absolute, whose place it takes. */
  readonly replaces: string | null;
}

export interface Way {
  readonly up: Plan;
  readonly down: Plan;
}

/** A new migration. */
export function newWriting(text: string, timestamp: number, way: Way): Writing {
  const name = migrationName(text, timestamp);
  const { className } = name;
  return {
    ...name,
    timestamp,
    text: (review) => renderMigration({ className, review, ...way }),
    byHand: false,
    replaces: null,
  };
}

export interface Amendment {
  readonly name?: string | undefined;
  readonly timestamp?: number | undefined;
  readonly acceptEdits?: boolean | undefined;
}

/** A migration written again, with all that a person has written into its places. */
export function amendedWriting(
  migration: Migration & { readonly file: string },
  way: Way,
  { name: text, timestamp = migration.timestamp, acceptEdits = false }: Amendment,
): Writing {
  const name = nameAfter(migration, text, timestamp);
  const { className } = name;
  const amend = (review: Review) => {
    const amended = amendMigration(migration.source, migration.name, { className, review, ...way });
    if (amended === null) throw notGenerated(migration.file);
    return amended;
  };
  const { byHand, lost } = amend(emptyReview);
  if (lost.length > 0 && !acceptEdits) throw editsLost(migration.file, lost);
  return { ...name, timestamp, text: (review) => amend(review).text, byHand, replaces: migration.file };
}

/** The same, but for what a person wants otherwise. */
function nameAfter(
  { name, timestamp: before, file }: Migration & { readonly file: string },
  text: string | undefined,
  timestamp: number,
): MigrationName {
  const fileName = basename(file);
  const slug = fileName.replace(/^\d+-/, "").replace(/\.[^.]+$/, "");
  if (text === undefined && timestamp === before) return { slug, className: name, fileName };
  return migrationName(text ?? slug, timestamp);
}

export interface Written {
  readonly fileName: string;
  readonly text: string;
  /** The text of the lock file with this migration. */
  readonly lock: string;
  /** The file, absolute, whose place it takes. */
  readonly replaces: string | null;
}

/** Writes a migration, and the lock with it. */
export async function write(
  { migrations: { directory } }: Pick<Configuration, "migrations">,
  { fileName, text, lock, replaces }: Written,
): Promise<string> {
  const file = await (replaces === null
    ? writeMigration(directory, fileName, text)
    : rewriteMigration(replaces, directory, fileName, text));
  await writeLock(directory, lock);
  return file;
}

const notGenerated = (file: string) =>
  new SchemaError({
    code: "AMEND_UNREADABLE",
    message: `${basename(file)} has not the marks of a generated migration, so it cannot be amended. Nothing was written.`,
    hint: "Edit it by hand, or delete it and run schema generate.",
    exit: exitStatus.refused,
  });

function editsLost(file: string, lost: readonly string[]): SchemaError {
  const shown = lost.slice(0, 20).map((line) => `  - ${line}`);
  const more = lost.length > shown.length ? [`  and ${lost.length - shown.length} more`] : [];
  return new SchemaError({
    code: "AMEND_LOSES_EDITS",
    message: [
      `${basename(file)} was edited outside of its places, and these lines would be lost. Nothing was written.`,
      ...shown,
      ...more,
    ].join("\n"),
    hint: "Move what you wrote into a place (before, between, after), or let it go with --accept edits.",
    exit: exitStatus.refused,
  });
}
