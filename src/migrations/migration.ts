import type { MigrationInterface } from "typeorm";

/** Fingerprints of two schemas. */
export interface SchemaWay {
  readonly from: string;
  readonly to: string;
}

/** A migration of the project, whoever wrote it. */
export interface Migration {
  /** As TypeORM records it: the instance's `name`, else the name of its class. */
  readonly name: string;
  /** The last 13 digits of the name. */
  readonly timestamp: number;
  /** Absolute. Null for a class that the data source lists by itself. */
  readonly file: string | null;
  /** SHA-256 of the file's text, or of both its files', with LF line ends; null without a file. */
  readonly checksum: string | null;
  /** The text it was written in: its file's, else its class's. */
  readonly source: string;
  /** Of one that is a pair of SQL scripts. */
  readonly scripts?: { readonly up: string; readonly down: string | null } | undefined;
  /** False when every statement commits by itself. */
  readonly transaction: boolean;
  /** The schemas that a generated migration leads from and to; null where its class does not say. */
  readonly schema: SchemaWay | null;
  readonly instance: MigrationInterface;
}

/** What is read of a migration to know what it does, without running it. */
export type MigrationSource = Pick<Migration, "source" | "scripts">;
