import ansis from "ansis";
import type { Hazard } from "../hazards";
import type { ColumnFate, StatementCost } from "../proof";

/** A line for each rule, for the head of a migration file: what is in danger, and no more than one line of it. */
export function hazardHeadlines(hazards: readonly Hazard[]): string[] {
  return groups(hazards).flatMap(([code, found]) => {
    const [{ accepted }] = found;
    // As `schema lint` reads it.
    const reason = accepted === null ? [] : [`schema-accept ${code}: ${accepted}`];
    return [`${code} ${subjects(found)}`, ...reason];
  });
}

/** What a reviewer should think of, and what to do instead. */
export function hazardLines(hazards: readonly Hazard[]): string[] {
  return groups(hazards).flatMap(([code, found]) => {
    const [{ severity, message, remedy, accepted }] = found;
    const colour = accepted !== null ? ansis.dim : severity === "error" ? ansis.red : ansis.yellow;
    const head = `  ${code} ${subjects(found)}`;
    if (accepted !== null) return [colour(`${head}: accepted, ${accepted}`)];
    return [
      colour(`${head}${severity === "error" ? " (error)" : ""}`),
      `    ${message}`,
      ansis.dim(`    ${remedy}`),
    ];
  });
}

type Group = readonly [Hazard, ...Hazard[]];

/** By rule and what it says, in the order found. */
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
