import { exitStatus, SchemaError } from "../../errors";
import type { LockProblem } from "../../migrations";
import type { Standing } from "./standing";

/** Where the files and what the database remembers disagree, and the way out. */
export interface Problem {
  readonly kind: keyof typeof kinds | "lock" | "drift";
  /** In capitals: `EDITED_MIGRATION`. */
  readonly code: string;
  /** The migration's name; for a problem of the lock file its file. */
  readonly migration: string;
  readonly message: string;
  readonly hint: string;
}

/** What a person has looked at and accepts. */
export interface Allowances {
  readonly allowOutOfOrder?: boolean | undefined;
  readonly allowEdited?: boolean | undefined;
  readonly allowMissing?: boolean | undefined;
}

interface Kind {
  readonly code: string;
  readonly message: (name: string) => string;
  readonly hint: string;
  readonly allowedBy?: keyof Allowances;
}

const kinds = {
  edited: {
    code: "EDITED_MIGRATION",
    message: (name) => `${name} was edited after it was applied.`,
    hint: "Put its file back (git log shows it) and write a new migration for what shall change; --allow-edited goes on with the file as it is.",
    allowedBy: "allowEdited",
  },
  editedUnfinished: {
    code: "EDITED_MIGRATION",
    message: (name) => `${name} was edited after a part of it was applied.`,
    hint: "Put its file back and run the command again, or undo the part with schema rollback first; --allow-edited goes on after the statements that are done, where those are the same.",
    allowedBy: "allowEdited",
  },
  missing: {
    code: "MISSING_MIGRATION",
    message: (name) => `${name} is applied, but no file of the project has it.`,
    hint: "Bring its file back, from git or from the branch it came from; --allow-missing goes on without it.",
    allowedBy: "allowMissing",
  },
  missingUnfinished: {
    code: "MISSING_MIGRATION",
    message: (name) => `${name} is partly applied, but no file of the project has it.`,
    hint: "Bring its file back, from git or from the branch it came from, then run schema apply or schema rollback.",
  },
  late: {
    code: "LATE_MIGRATION",
    message: (name) => `${name} is not applied, but older than one that is: it was merged late.`,
    hint: "Where it does not matter which of them runs first, use --allow-out-of-order; else `schema rebase` gives it a new timestamp, in the name of its class and of its file.",
    allowedBy: "allowOutOfOrder",
  },
  undoing: {
    code: "ROLLBACK_UNFINISHED",
    message: (name) => `The rollback of ${name} was begun and did not end.`,
    hint: "Finish it with schema rollback, then apply.",
  },
} as const satisfies Readonly<Record<string, Kind>>;

/** Everything that is wrong, the gravest first. */
export function problemsOf({ edited, unknown, late, unfinished, pending, applied }: Standing): Problem[] {
  const begun = new Set(unfinished.map(({ name }) => name));
  const known = new Set([...pending, ...applied].map(({ name }) => name));
  const lost = new Set(unknown.map(({ name }) => name));
  const isMissing = (name: string) => !known.has(name) || lost.has(name);
  return [
    ...unfinished.filter(({ name }) => isMissing(name)).map(problem("missingUnfinished")),
    ...unfinished.filter(({ operation }) => operation === "rollback").map(problem("undoing")),
    ...edited.filter(({ name }) => begun.has(name)).map(problem("editedUnfinished")),
    ...edited.filter(({ name }) => !begun.has(name)).map(problem("edited")),
    ...unknown.filter(({ name }) => !begun.has(name)).map(problem("missing")),
    ...late.map(problem("late")),
  ];
}

function problem(kind: keyof typeof kinds): (migration: { readonly name: string }) => Problem {
  const { code, message, hint } = kinds[kind];
  return ({ name }) => ({ kind, code, migration: name, message: message(name), hint });
}

/** What is wrong with the lock file, as a problem of the migration that it is about. */
export function lockProblem({ code, file, message, hint }: LockProblem): Problem {
  return { kind: "lock", code, migration: file, message, hint };
}

/** Throws, with nothing done, where there is a problem that is not allowed. */
export function refuseProblems(problems: readonly Problem[], allowances: Allowances): void {
  const refused = problems.filter(({ kind }) => {
    const { allowedBy }: Partial<Kind> = kind === "lock" || kind === "drift" ? {} : kinds[kind];
    return allowedBy === undefined || !allowances[allowedBy];
  });
  const [first] = refused;
  if (first === undefined) return;
  throw new SchemaError({
    code: first.code,
    message: `${refused.map(({ message }) => message).join("\n")}\nNothing was done.`,
    hint: first.hint,
    exit: exitStatus.refused,
  });
}
