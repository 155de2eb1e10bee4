import type { Configuration } from "../../config/configuration";
import { exitStatus, SchemaError } from "../../errors";
import type { Migration } from "../../migrations";
import type { Database } from "../../postgres";
import { standingOf } from "./standing";
import { readState, tablesOf } from "./state";

/** The newest migration, which may still be written otherwise. Throws where nothing of it may change any more. */
export async function amendable(
  configuration: Configuration,
  database: Database | null,
  migrations: readonly Migration[],
): Promise<Migration & { readonly file: string }> {
  const newest = migrations.at(-1);
  const { file } = newest ?? { file: null };
  if (newest === undefined || file === null) throw nothingToAmend();
  if (database !== null) {
    const state = await database.session((session) => readState(session, tablesOf(configuration)));
    const { pending, unfinished } = standingOf(migrations, state);
    if (!pending.some(({ name }) => name === newest.name)) throw isApplied(newest.name);
    if (unfinished.some(({ name }) => name === newest.name)) throw isBegun(newest.name);
  }
  return { ...newest, file };
}

const nothingToAmend = () =>
  new SchemaError({
    code: "NOTHING_TO_AMEND",
    message: "There is no migration to amend.",
    hint: "Leave --amend out, and schema generate writes a new one.",
    exit: exitStatus.refused,
  });

const isApplied = (name: string) =>
  new SchemaError({
    code: "AMEND_APPLIED",
    message: `${name}, the newest migration, is applied already and cannot be amended. Nothing was written.`,
    hint: "Leave --amend out, and schema generate writes a new migration; or undo this one first with schema rollback.",
    exit: exitStatus.refused,
  });

const isBegun = (name: string) =>
  new SchemaError({
    code: "AMEND_APPLIED",
    message: `A part of ${name}, the newest migration, is applied already, so it cannot be amended. Nothing was written.`,
    hint: "Undo the part with schema rollback, then amend it.",
    exit: exitStatus.refused,
  });
