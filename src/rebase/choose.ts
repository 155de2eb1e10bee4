import { basename } from "node:path";
import { exitStatus, SchemaError } from "../errors";
import type { Branches, Migration } from "../migrations";

/** What is known of where the migrations come from. */
export interface Situation {
  /** Oldest first; those of the lock's directory. */
  readonly migrations: readonly Filed[];
  /** Null where the lock is one line of migrations. */
  readonly branches: Branches | null;
  /** Where git replays ours, what it calls ours is theirs. */
  readonly swapped: boolean;
  /** Names of what is applied; null where no database could be asked. */
  readonly applied: ReadonlySet<string> | null;
  /** The files that the lock lists. */
  readonly listed: ReadonlySet<string>;
  /** The last of theirs, where a person has said it. */
  readonly onto: Filed | null;
}

export type Filed = Migration & { readonly file: string };

export type Choice =
  | {
      readonly kind: "move";
      /** Oldest first. */
      readonly moving: readonly Filed[];
      /** What they are put after, and were not written after. */
      readonly theirs: readonly Filed[];
    }
  /** Nobody can know which of the branches is to come first. */
  | { readonly kind: "ask"; readonly branches: readonly (readonly Filed[])[] };

/** Which migrations are ours, and go after the others. Never one that is applied. */
export function choose(situation: Situation): Choice {
  const { branches, migrations } = situation;
  if (branches === null) return choiceOf(withoutBranches(situation), situation);
  const files = new Map(migrations.map((migration) => [basename(migration.file), migration]));
  const all = branches.branches.map((branch) => branch.flatMap((file) => files.get(file) ?? []));
  const staying = stayingOf(all, branches.known, situation);
  if (staying === null) return { kind: "ask", branches: all };
  const moving = all.filter((branch) => branch !== staying).flat();
  return { kind: "move", moving: movable(moving, situation), theirs: staying };
}

/** What is newer than the oldest of ours, it cannot have known. */
function choiceOf(late: readonly Filed[], situation: Situation): Choice {
  const moving = movable(late, situation);
  const oldest = Math.min(...moving.map(({ timestamp }) => timestamp));
  const theirs = situation.migrations.filter((each) => !moving.includes(each) && each.timestamp >= oldest);
  return { kind: "move", moving, theirs };
}

function stayingOf(
  all: readonly (readonly Filed[])[],
  known: boolean,
  { onto, swapped, applied }: Situation,
): readonly Filed[] | null {
  if (onto !== null) {
    const named = all.find((branch) => branch.includes(onto));
    if (named === undefined) throw notBeside(onto, all);
    return named;
  }
  if (known) return all[swapped ? 0 : 1] ?? null;
  const begun = all.filter((branch) => branch.some(({ name }) => applied?.has(name)));
  return begun.length === 1 ? (begun[0] ?? null) : null;
}

/** Merged late: not applied, and older than what is, or than what the lock already lists. */
function withoutBranches({ migrations, applied, listed, onto }: Situation): readonly Filed[] {
  const isPending = ({ name }: Filed) => !applied?.has(name);
  if (onto !== null)
    return migrations.filter((each) => each !== onto && isPending(each) && each.timestamp <= onto.timestamp);
  const newest = (those: readonly Filed[]) => Math.max(0, ...those.map(({ timestamp }) => timestamp));
  const newestApplied = newest(migrations.filter((each) => !isPending(each)));
  const newestListed = newest(migrations.filter(({ file }) => listed.has(basename(file))));
  return migrations.filter(
    (each) =>
      isPending(each) &&
      (each.timestamp <= (applied === null ? 0 : newestApplied) ||
        (listed.size > 0 && !listed.has(basename(each.file)) && each.timestamp <= newestListed)),
  );
}

function movable(moving: readonly Filed[], { applied }: Situation): readonly Filed[] {
  const done = moving.filter(({ name }) => applied?.has(name));
  if (done.length === 0) return moving.toSorted((a, b) => a.timestamp - b.timestamp);
  const names = done.map(({ name }) => name).join(", ");
  throw new SchemaError({
    code: "REBASE_APPLIED",
    message: `${names} would go after the other branch's migrations, but ${done.length === 1 ? "is" : "are"} applied to the database. Nothing was written.`,
    hint: "Roll back first what is applied of your branch (schema rollback --steps N), then rebase; or put the other branch after it with --onto.",
    exit: exitStatus.refused,
  });
}

function notBeside({ name }: Filed, all: readonly (readonly Filed[])[]): SchemaError {
  const last = all.flatMap((branch) => branch.at(-1)?.name ?? []);
  return new SchemaError({
    code: "REBASE_ONTO",
    message: `${name} is on no side of the two branches.`,
    hint: `Name the migration that the others shall follow: --onto ${last.join(" or --onto ")}.`,
  });
}
