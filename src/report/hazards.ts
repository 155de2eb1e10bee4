import ansis from "ansis";
import { type Hazard, type Rule, rules } from "../hazards";
import type { ColumnFate, StatementCost } from "../proof";

/** For the head of a migration file: by rule what is in danger, and why; or why it is taken all the same. */
export function hazardHeadlines(hazards: readonly Hazard[]): string[] {
  return groups(hazards).flatMap(([code, found]) => {
    const [{ accepted }] = found;
    // As `schema lint` reads it.
    const reason = accepted === null ? `  ${messageOf(found)}` : `schema-accept ${code}: ${accepted}`;
    return [`${code} ${subjects(found)}`, reason];
  });
}

/** What a reviewer should think of, and what to do instead. */
export function hazardLines(hazards: readonly Hazard[]): string[] {
  return groups(hazards).flatMap(([code, found]) => {
    const [{ severity, remedy, accepted }] = found;
    const colour = accepted !== null ? ansis.dim : severity === "error" ? ansis.red : ansis.yellow;
    const head = `  ${code} ${subjects(found)}`;
    if (accepted !== null) return [colour(`${head}: accepted, ${accepted}`)];
    return [
      colour(`${head}${severity === "error" ? " (error)" : ""}`),
      `    ${messageOf(found)}`,
      ansis.dim(`    ${remedy}`),
    ];
  });
}

type Group = readonly [Hazard, ...Hazard[]];

/** What the rule says of all of them; with its detail where that is the same. */
function messageOf([first, ...others]: Group): string {
  const rule = rules.find(({ code }: Rule) => code === first.code);
  return others.every(({ message }) => message === first.message)
    ? first.message
    : (rule?.message ?? first.message);
}

/** By rule, in the order found. */
function groups(hazards: readonly Hazard[]): [string, Group][] {
  const found = new Map<string, [Hazard, ...Hazard[]]>();
  for (const hazard of hazards) {
    const key = hazard.code;
    const group = found.get(key);
    if (group === undefined) found.set(key, [hazard]);
    else group.push(hazard);
  }
  return [...found];
}

const shown = 3;

function subjects(hazards: readonly Hazard[]): string {
  const all = [...new Set(hazards.map(({ subject }) => subject))];
  const more = all.length - shown;
  return more > 0 ? `${all.slice(0, shown).join(", ")} and ${more} more` : all.join(", ");
}

export function hazardsJson(hazards: readonly Hazard[]) {
  return hazards.map(({ code, severity, subject, statement, message, remedy, accepted }) => ({
    code,
    severity,
    subject,
    statement,
    message,
    remedy,
    accepted,
  }));
}

/** What each statement was seen to do to tables that were there already. */
export function costsJson(statements: readonly StatementCost[]) {
  return statements.map(({ sql, transactional, tables }) => ({ sql, transactional, tables }));
}

export function fatesJson(fates: readonly ColumnFate[]) {
  return fates.map(({ fate, from, to, fromType, toType }) => ({ fate, from, to, fromType, toType }));
}
