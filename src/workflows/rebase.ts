import { basename, dirname } from "node:path";
import * as runner from "../apply";
import type { Configuration } from "../config";
import { SchemaError } from "../errors";
import {
  branchesOf,
  isHeadTheirs,
  type LockedFile,
  lockedFilesOf,
  lockProblems,
  type Migration,
  type Moved,
  moved,
  nextTimestamp,
  readAmbiguous,
  readLock,
  renamedIn,
  renderLock,
  writeLock,
  writeMoved,
} from "../migrations";
import type { EmbeddedOptions } from "../postgres";
import { type Agreement, agree, choose, type Filed, type Refreshed, refreshedBetween } from "../rebase";
import { withDatabase } from "./database";

export interface RebaseOptions extends EmbeddedOptions {
  /** The last migration of those that stay, where nothing else tells. */
  readonly onto?: string | undefined;
  readonly dryRun?: boolean | undefined;
  /** The URL of a server to make the scratch database on. */
  readonly scratch?: string | undefined;
  /** Told in a sentence what deserves a look and is no error. */
  readonly onNote?: ((note: string) => void) | undefined;
}

export type Rebased =
  /** A person must say which of the branches stays; each oldest first. */
  | { readonly status: "needs-decision"; readonly branches: readonly (readonly Filed[])[] }
  | {
      readonly status: "rebased" | "nothing";
      readonly moves: readonly Renumbered[];
      readonly refreshed: readonly Refreshed[];
      /** Null where nothing was moved. */
      readonly agreement: Agreement | null;
    };

/** A migration's file before and after, by name. */
export interface Renumbered {
  readonly from: string;
  readonly to: string;
}

/** Puts our migrations after those of another branch, and writes the lock file anew. */
export async function rebase(configuration: Configuration, options: RebaseOptions): Promise<Rebased> {
  const { directory } = configuration.migrations;
  const migrations = await readAmbiguous(configuration);
  const filed = migrations.filter(
    (each): each is Filed => each.file !== null && dirname(each.file) === directory,
  );
  const lock = await readLock(directory);
  const listed = lock === null ? [] : [...lock.ours, ...lock.theirs];
  const applied = await appliedIn(configuration, migrations, options);
  const choice = choose({
    migrations: filed,
    branches: lock && branchesOf(lock),
    swapped: isHeadTheirs(configuration.root),
    applied,
    listed: new Set([
      ...listed.map(({ file }) => file),
      ...renamedIn(listed, lockedFilesOf(directory, migrations)).values(),
    ]),
    onto: options.onto === undefined ? null : resolved(options.onto, filed),
  });
  if (choice.kind === "ask") return { status: "needs-decision", branches: choice.branches };
  const moves = await movesOf(choice.moving, migrations);
  const sound = lock !== null && lockProblems(lock, lockedFilesOf(directory, migrations)).length === 0;
  if (sound && moves.length === 0) return { status: "nothing", moves: [], refreshed: [], agreement: null };
  const moving = new Set<Migration>(choice.moving);
  const staying = lockedFilesOf(
    directory,
    migrations.filter((each) => !moving.has(each)),
  );
  if (!options.dryRun) {
    for (const move of moves) await writeMoved(move);
    await writeLock(directory, renderLock([...staying, ...moves.map(lockedAs)]));
  }
  const asked = {
    ours: new Set(moves.map(({ fileName }) => fileName)),
    theirs: new Set(choice.theirs.map(({ name }) => name)),
  };
  const left = moves.map(({ from }) => basename(from));
  const trial = applied === null ? farFromDatabase(configuration) : configuration;
  return {
    status: "rebased",
    moves: moves.map(({ from, fileName }) => ({ from: basename(from), to: fileName })),
    refreshed: refreshedBetween(
      listed.filter(({ file }) => !left.includes(file)),
      staying,
    ),
    agreement: moves.length === 0 || options.dryRun ? null : await agree(trial, asked, options.scratch),
  };
}

/** There the migrations are tried in the embedded PostgreSQL. */
const farFromDatabase = (configuration: Configuration): Configuration => ({
  ...configuration,
  target: { kind: "embedded", directory: configuration.root },
});

const lockedAs = ({ fileName, checksum }: Moved): LockedFile => ({ file: fileName, checksum });

/** Each after all others, in the order in which they were. */
async function movesOf(moving: readonly Filed[], migrations: readonly Migration[]): Promise<Moved[]> {
  const taken = migrations.map(({ timestamp }) => timestamp);
  const first = nextTimestamp(taken);
  return Promise.all(moving.map((each, index) => moved(each, each.file, first + index)));
}

/** Null where the database cannot be asked: a merge is often settled far from it. */
async function appliedIn(
  configuration: Configuration,
  migrations: readonly Migration[],
  options: RebaseOptions,
): Promise<ReadonlySet<string> | null> {
  try {
    const { applied, unfinished } = await withDatabase(configuration, options, (database) =>
      runner.status(configuration, database, { migrations }),
    );
    return new Set([...applied, ...unfinished].map(({ name }) => name));
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    options.onNote?.(`What is applied is not known, since the database cannot be asked: ${error.message}`);
    return null;
  }
}

function resolved(text: string, filed: readonly Filed[]): Filed | null {
  const { name } = runner.resolveMigration(text, filed);
  return filed.find((each) => each.name === name) ?? null;
}
