import {
  type ScriptedJournal,
  type StepMoment,
  type StepStates,
  scriptedAnswersSql,
  scriptedListSql,
  scriptedStepSql,
} from "./journal";
import { mayStandAlone } from "./run/alone";
import { controlOf } from "./run/control";
import { setsLockTimeout } from "./run/lock-class";
import type { Recorded } from "./run/recording";
import { comment, disabled, listed, type ScriptItem, statement } from "./script-items";
import { type ScriptLimits, stepLimitSql } from "./script-limits";

export interface Stepped {
  readonly journal: ScriptedJournal;
  readonly statements: readonly Recorded[];
  /** What an earlier run has done of it. */
  readonly finished: StepStates;
  readonly limits: ScriptLimits;
}

/**
 * The statements of a migration without a transaction, each with its line in the journal as apply writes it: where psql
 * stops in the middle, apply and rollback know where to go on.
 */
export function steppedItems({ journal, statements, finished, limits }: Stepped): ScriptItem[] {
  /** What is done in a transaction that the migration itself has begun; null outside of one. */
  let own: string[] | null = null;
  let ownRole = false;
  let ownTimeout = false;
  /** Their answers are statements of the migration, which are counted when it runs. */
  let lists = false;

  const itemsOf = ({ number, sql, sent, listed: isList }: Recorded): ScriptItem[] => {
    if (number === null) return [statement(sql)];
    const step = { number, sql: sent, afterLists: lists };
    const entry = (moment: StepMoment) => scriptedStepSql(journal, moment, step);
    if (isList) {
      lists = true;
      return [statement(scriptedListSql(journal, step)), listed(scriptedAnswersSql(journal))];
    }
    const asOneself = ownRole ? ["SET LOCAL ROLE NONE"] : [];
    const apart = (moment: StepMoment) =>
      ownRole ? ["BEGIN", ...asOneself, entry(moment), "COMMIT"] : [entry(moment)];
    const control = controlOf(sql);
    if (control === "begin") own = [];
    if (own !== null) {
      if (control === null) own.push(entry("together"));
      const written = control === "commit" && own.length > 0 ? [...asOneself, ...own] : [];
      if (control === "commit" || control === "rollback") own = null;
      return [...written, sql].map(statement);
    }
    if (mayStandAlone(sql)) return [...apart("begins"), sql, ...apart("ends")].map(statement);
    const limit = ownTimeout ? [] : stepLimitSql(limits, sql);
    return ["BEGIN", ...limit, sql, ...asOneself, entry("together"), "COMMIT"].map(statement);
  };

  return statements.flatMap((recorded) => {
    const { number } = recorded;
    if (number !== null && finished.get(number)?.outcome === "done")
      return [comment(`Statement ${number} is done already.`)];
    if (!recorded.kept) return [disabled(recorded.sql)];
    ownRole ||= /\bROLE\b/i.test(recorded.sql);
    ownTimeout ||= setsLockTimeout(recorded.sql);
    return [...remarkOf(recorded), ...itemsOf(recorded)];
  });
}

/** The same in a migration's one transaction, which is written down at its end. */
export function plainItems(recorded: Recorded): ScriptItem[] {
  if (!recorded.kept) return [disabled(recorded.sql)];
  return [...remarkOf(recorded), recorded.listed ? listed(recorded.sql) : statement(recorded.sql)];
}

const remarkOf = ({ read }: Recorded): ScriptItem[] =>
  read ? [comment("The migration reads this answer; the script goes on as if it were empty.")] : [];
