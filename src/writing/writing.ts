import { join } from "node:path";
import type { Plans } from "../change";
import type { Configuration } from "../config/configuration";
import {
  checksumOf,
  emptyReview,
  type Format,
  fileNamesOf,
  isShipped,
  loadDraft,
  type Migration,
  type MigrationName,
  type MigrationText,
  migrationName,
  type Review,
  renderMigration,
  renderSql,
  type SqlTexts,
  sqlMigration,
  styleIn,
  templateOf,
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

export interface FileShape {
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
  plans: Plans,
  { format = migrations.format ?? "ts", template: asked = migrations.template }: FileShape,
): Writing {
  const name = migrationName(text, timestamp);
  const { className } = name;
  const template = templateOf(root, format, asked);
  const [fileName = name.fileName] = fileNamesOf(name, format);
  const textOf = (review: Review): MigrationText => ({ className, review, ...plans });
  return {
    ...name,
    fileName,
    timestamp,
    files: (review) =>
      format === "sql"
        ? sqlFiles(name, renderSql(textOf(review), template))
        : [
            {
              fileName,
              text: renderMigration(textOf(review), template, styleIn(migrations.directory, format)),
            },
          ],
    byHand: !isShipped(template, format),
    replaces: [],
  };
}

export function sqlFiles(name: MigrationName, { up, down }: SqlTexts): FileText[] {
  const [first = "", second = ""] = fileNamesOf(name, "sql");
  return [
    { fileName: first, text: up },
    { fileName: second, text: down },
  ];
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
