import { mkdir, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { Direction } from "../apply";
import { type Change, type Plans, subjectOf } from "../change";
import { exitStatus, SchemaError } from "../errors";
import { typeSql } from "../plan";
import { withoutSecrets } from "../postgres";
import { idOf, pathOf, type Schema, type SchemaObject } from "../schema";
import { toolVersion } from "../version";
import type { Scratch } from "./scratch";

/** A plan that did not do what it was made for. */
export interface FailedPlan extends Plans {
  readonly direction: Direction;
  readonly scratch: Pick<Scratch, "label">;
  /** Where it led instead, as changes from what was expected to what is there. */
  readonly changes: readonly Change[];
  /** Why it did not come to its end, if it did not. */
  readonly error: unknown;
  readonly current: Schema;
  readonly desired: Schema;
  /** Null where nobody has added to the plan. */
  readonly byHand: ReadonlySet<string> | null;
}

/** The error that says so, after everything needed to find out why was written to a file. */
export async function proofFailed(root: string, failure: FailedPlan): Promise<SchemaError> {
  if (failure.byHand !== null) return handFailed(failure);
  const file = await writeReport(root, failure).catch(() => null);
  const report = file === null ? "" : ` ${relative(root, file).split(sep).join("/")} holds all of it`;
  return new SchemaError({
    code: "PROOF_FAILED",
    message: [`${headline(failure)} Nothing was written.`, ...failure.changes.map(describe)].join("\n"),
    hint: `This is a bug of typeorm-schema: please report it.${report}${report === "" ? "" : ", schema included, passwords not."}`,
    cause: failure.error ?? undefined,
  });
}

/** The plan alone was shown to work before: what a person has added to it is not, or no longer, what it needs. */
function handFailed({ direction, error, changes, scratch }: FailedPlan): SchemaError {
  const goal = direction === "up" ? "what the entities describe" : "what was there before";
  const what =
    error === null
      ? `With what is written by hand in it, \`${direction}\` does not lead to ${goal}.`
      : `With what is written by hand in it, \`${direction}\` fails in the scratch database (${scratch.label}): ${messageOf(error)}`;
  return new SchemaError({
    code: "PLACE_FAILED",
    message: [`${what} Nothing was written.`, ...changes.map(describe)].join("\n"),
    hint: `Correct what stands in the places of \`${direction}\` (before, between, after) or in the template, or take it out, and run the command again.`,
    exit: exitStatus.refused,
    cause: error ?? undefined,
  });
}

function headline({ direction, error, scratch }: FailedPlan): string {
  if (error !== null)
    return `The planned \`${direction}\` fails in the scratch database (${scratch.label}): ${messageOf(error)}`;
  const goal = direction === "up" ? "what the entities describe" : "what was there before";
  return `The planned \`${direction}\` does not lead to ${goal}.`;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function describe(change: Change): string {
  switch (change.action) {
    case "create":
      return `  ${named(change.to)} is there and should not be`;
    case "drop":
      return `  ${named(change.from)} is missing`;
    case "rename":
      return `  ${named(change.from)} is called ${named(change.to)}`;
    case "alter":
      return `  ${named(change.to)} differs in ${change.aspects.map((aspect) => differing(change, aspect)).join(", ")}`;
  }
}

/** `primary key public.users.users_pkey` */
const named = (object: SchemaObject) =>
  `${object.kind.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} ${pathOf(object)}`;

/** `type (bigint, not integer)`, `default ("1", not null)` */
function differing(change: Extract<Change, { action: "alter" }>, aspect: string): string {
  if (change.kind === "column" && aspect === "type")
    return `type (${typeSql(change.to.type)}, not ${typeSql(change.from.type)})`;
  const textOf = (object: object) => JSON.stringify(Reflect.get(object, aspect));
  return `${aspect} (${textOf(change.to)}, not ${textOf(change.from)})`;
}

/** `.schema/reports/proof-2026-11-21T05-30-00-000Z.json` */
async function writeReport(root: string, failure: FailedPlan): Promise<string> {
  const directory = join(root, ".schema", "reports");
  const file = join(directory, `proof-${new Date().toISOString().replaceAll(/[:.]/g, "-")}.json`);
  await mkdir(directory, { recursive: true });
  await writeFile(file, `${withoutSecrets(JSON.stringify(reportOf(failure), null, 2))}\n`, { flag: "wx" });
  return file;
}

function reportOf({ direction, scratch, changes, error, current, desired, up, down }: FailedPlan) {
  return {
    version: 1,
    tool: toolVersion,
    scratch: scratch.label,
    direction,
    error: error === null ? null : messageOf(error),
    differences: changes.map((change) => ({
      object: idOf(subjectOf(change)),
      expected: change.from,
      found: change.to,
    })),
    up: up.statements.map(({ sql }) => sql),
    down: down.statements.map(({ sql }) => sql),
    current: [...current.objects.values()],
    desired: [...desired.objects.values()],
  };
}
