import { basename } from "node:path";
import type { Plans } from "../change";
import { exitStatus, SchemaError } from "../errors";
import {
  amendSql,
  emptyReview,
  type Migration,
  type MigrationName,
  type MigrationText,
  migrationName,
  type Review,
  styleOf,
  wayBackOf,
} from "../migrations";
import { sqlFiles, type Writing } from "./writing";

export interface Amendment {
  readonly name?: string | undefined;
  readonly timestamp?: number | undefined;
  readonly acceptEdits?: boolean | undefined;
}

/** A migration written again, with all that a person has written into its places. */
export function amendedWriting(
  migration: Migration & { readonly file: string },
  plans: Plans,
  { name: text, timestamp = migration.timestamp, acceptEdits = false }: Amendment,
): Writing {
  const { file, scripts } = migration;
  const name = nameAfter(migration, text, timestamp);
  const amend = (review: Review) => {
    const amended = amendedFiles(migration, name, { className: name.className, review, ...plans });
    if (amended === null) throw notGenerated(file);
    return amended;
  };
  const { byHand, lost } = amend(emptyReview);
  if (lost.length > 0 && !acceptEdits) throw editsLost(file, lost);
  const replaces = scripts === undefined ? [file] : [file, wayBackOf(file)];
  return { ...name, timestamp, files: (review) => amend(review).files, byHand, replaces };
}

/** It reads a migration with the compiler, which takes a quarter of a second to load. */
const amender = (): typeof import("../migrations/amend") => require("../migrations/amend");

function amendedFiles(
  { name: old, source, file, scripts }: Migration & { readonly file: string },
  name: MigrationName,
  text: MigrationText,
) {
  if (scripts === undefined) {
    const amended = amender().amendMigration(source, old, text, styleOf(file));
    return amended && { ...amended, files: [{ fileName: name.fileName, text: amended.text }] };
  }
  const amended = scripts.down === null ? null : amendSql({ ...scripts, down: scripts.down }, text);
  return amended && { ...amended, files: sqlFiles(name, amended.texts) };
}

/** The same, but for what a person wants otherwise. */
function nameAfter(
  { name, timestamp: before, file }: Migration & { readonly file: string },
  text: string | undefined,
  timestamp: number,
): MigrationName {
  const fileName = basename(file);
  const slug = fileName.replace(/^\d+-/, "").replace(/(?:\.up)?\.[^.]+$/, "");
  if (text === undefined && timestamp === before) return { slug, className: name, fileName };
  const next = migrationName(text ?? slug, timestamp);
  const extension = /(?:\.up)?\.\w+$/.exec(fileName)?.[0] ?? "";
  return { ...next, fileName: next.fileName.replace(/\.ts$/, extension) };
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
