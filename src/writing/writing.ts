import { basename, join } from "node:path";
import type { Plan } from "../change";
import type { Configuration } from "../config/configuration";
import { exitStatus, SchemaError } from "../errors";
import {
  amendSql,
  checksumOf,
  emptyReview,
  type Format,
  isShipped,
  type LockUpdate,
  loadDraft,
  type Migration,
  type MigrationName,
  type MigrationText,
  migrationName,
  type Review,
  refuseMeanwhile,
  renderMigration,
  renderSql,
  rewriteMigration,
  type SqlTexts,
  sqlMigration,
  templateOf,
  wayBackOf,
  writeLock,
  writeMigration,
} from "../migrations";

/** A migration on its way to its file, or its two. */
export interface Writing extends MigrationName {
  readonly timestamp: number;
  /** As they will be, once it is known what a reviewer is told. */
  files(review: Review): readonly FileText[];
  /** Whether it runs anything but the plan, so that the text itself has to be proved. */
  readonly byHand: boolean;
  /** The files, absolute, whose place they take. */
  readonly replaces: readonly string[];
}

export interface FileText {
  readonly fileName: string;
  readonly text: string;
}

export interface Way {
  readonly up: Plan;
  readonly down: Plan;
}

export interface Shape {
  /** What the configuration says when left out, else a class. */
  readonly format?: Format | undefined;
  /** A file of templates/, or any file. */
  readonly template?: string | undefined;
}

/** A new migration. */
export function newWriting(
  { root, migrations }: Pick<Configuration, "root" | "migrations">,
  text: string,
  timestamp: number,
  way: Way,
  { format = migrations.format ?? "ts", template: asked = migrations.template }: Shape,
): Writing {
  const name = migrationName(text, timestamp);
  const { className } = name;
  const template = templateOf(root, format, asked);
  const textOf = (review: Review): MigrationText => ({ className, review, ...way });
  return {
    ...name,
    fileName: fileNamesOf(name, format)[0] ?? name.fileName,
    timestamp,
    files: (review) =>
      format === "ts"
        ? [{ fileName: name.fileName, text: renderMigration(textOf(review), template) }]
        : sqlFiles(name, renderSql(textOf(review), template)),
    byHand: !isShipped(template, format),
    replaces: [],
  };
}

const fileNamesOf = ({ fileName }: MigrationName, format: Format): readonly string[] =>
  format === "ts" ? [fileName] : ["up", "down"].map((way) => fileName.replace(/\.ts$/, `.${way}.sql`));

export function sqlFiles(name: MigrationName, { up, down }: SqlTexts): FileText[] {
  const [first = "", second = ""] = fileNamesOf(name, "sql");
  return [
    { fileName: first, text: up },
    { fileName: second, text: down },
  ];
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
  const { file, scripts } = migration;
  const name = nameAfter(migration, text, timestamp);
  const amend = (review: Review) => {
    const amended = amendedFiles(migration, name, { className: name.className, review, ...way });
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

function amendedFiles({ name: old, source, scripts }: Migration, name: MigrationName, text: MigrationText) {
  if (scripts === undefined) {
    const amended = amender().amendMigration(source, old, text);
    return amended && { ...amended, files: [{ fileName: name.fileName, text: amended.text }] };
  }
  const amended = scripts.down === null ? null : amendSql({ ...scripts, down: scripts.down }, text);
  const stem = name.fileName.replace(/\.(?:up\.sql|ts)$/, ".ts");
  return amended && { ...amended, files: sqlFiles({ ...name, fileName: stem }, amended.texts) };
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
  return fileName.endsWith(".sql") ? { ...next, fileName: next.fileName.replace(/\.ts$/, ".up.sql") } : next;
}

/** The migration that the files will be, to be run as they will. */
export async function draftOf(configuration: Configuration, writing: Writing): Promise<Migration> {
  const [first, second] = writing.files(emptyReview);
  if (first === undefined) throw new Error("a migration has a file");
  if (second === undefined) return loadDraft(configuration, { ...writing, ...first });
  const file = join(configuration.migrations.directory, first.fileName);
  return sqlMigration(file, { up: first.text, down: second.text });
}

/** How the lock knows the files of one migration. */
export function lockedAs(files: readonly FileText[]): FileText & { readonly checksum: string } {
  const [first] = files;
  if (first === undefined) throw new Error("a migration has a file");
  return { ...first, checksum: checksumOf(...files.map(({ text }) => text)) };
}

export interface Written {
  readonly files: readonly FileText[];
  readonly lock: LockUpdate;
  readonly replaces: readonly string[];
}

/** Writes a migration, and the lock with it. Gives the absolute paths of its files. */
export async function write(
  { migrations: { directory } }: Pick<Configuration, "migrations">,
  { files, lock, replaces }: Written,
): Promise<readonly string[]> {
  await refuseMeanwhile(directory, lock);
  const written: string[] = [];
  for (const [index, { fileName, text }] of files.entries()) {
    const old = replaces[index];
    written.push(
      old === undefined
        ? await writeMigration(directory, fileName, text)
        : await rewriteMigration(old, directory, fileName, text),
    );
  }
  await writeLock(directory, lock.after);
  return written;
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
