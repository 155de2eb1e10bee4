import { SchemaError } from "../errors";
import type { Evidence, Occurrence, Rule, Severity } from "./rule";
import { rules } from "./rules";

/** What the settings make of a rule. */
export type Level = Severity | "off";
/** By the rule's code; the others are as they say themselves. */
export type Levels = Readonly<Record<string, Level>>;

/** A danger that a rule has found. */
export interface Hazard {
  readonly code: string;
  readonly severity: Severity;
  readonly subject: string;
  /** The statement, from 1; null where it is none in particular. */
  readonly statement: number | null;
  readonly message: string;
  readonly remedy: string;
  /** Why a person has taken it upon themselves; null where nobody has. */
  readonly accepted: string | null;
}

/** Everything dangerous about what was done, the gravest rule first. */
export function hazardsOf(
  evidence: Evidence,
  levels: Levels = {},
  accepted: ReadonlyMap<string, string> = new Map(),
): Hazard[] {
  return rules.flatMap((rule: Rule) => {
    const level = levels[rule.code] ?? rule.severity;
    if (level === "off") return [];
    return rule.find(evidence).map((found) => hazard(rule, level, found, accepted.get(rule.code) ?? null));
  });
}

function hazard(
  { code, message, remedy }: Rule,
  severity: Severity,
  { subject, step, detail }: Occurrence,
  accepted: string | null,
): Hazard {
  const statement = step === null ? null : step + 1;
  const said = detail === undefined ? message : `${message.replace(/\.$/, "")} (${detail}).`;
  return { code, severity, subject, statement, message: said, remedy, accepted };
}

/** What stops a command. */
export const isStopping = ({ severity, accepted }: Hazard) => severity === "error" && accepted === null;

const comment =
  /(?:\/\/|--|\/?\*)\s*schema-accept\s+(?<code>[A-Z_]+)\s*:[ \t]*(?<reason>[^\r\n]*?)[ \t]*(?:\*\/)?$/gm;

/** `// schema-accept TABLE_REWRITE: the table is small`, anywhere in a migration's file. By code, its reason. */
export function acceptedIn(source: string): ReadonlyMap<string, string> {
  const accepted = new Map<string, string>();
  for (const { groups } of source.matchAll(comment)) {
    const { code = "", reason = "" } = groups ?? {};
    if (!isCode(code)) throw unknownCode(code, "A schema-accept comment");
    if (reason === "")
      throw new SchemaError({
        code: "REASON_MISSING",
        message: `A schema-accept comment accepts ${code} without a reason.`,
        hint: `Say why: // schema-accept ${code}: the table has forty rows.`,
      });
    accepted.set(code, reason);
  }
  return accepted;
}

/** Settings as they were written; throws where they name what does not exist. */
export function levelsOf(settings: Readonly<Record<string, string>> = {}): Levels {
  return Object.fromEntries(
    Object.entries(settings).map(([code, level]): [string, Level] => {
      if (!isCode(code)) throw unknownCode(code, "The setting hazards");
      const known = level === "warn" ? "warning" : level;
      if (known === "error" || known === "warning" || known === "off") return [code, known];
      throw new SchemaError({
        code: "HAZARD_LEVEL_INVALID",
        message: `The setting hazards gives ${code} the level "${level}", which there is not.`,
        hint: "Use error, warn or off.",
      });
    }),
  );
}

const codes: readonly string[] = rules.map(({ code }) => code);
export const isCode = (code: string) => codes.includes(code);

export function unknownCode(code: string, who: string): SchemaError {
  return new SchemaError({
    code: "HAZARD_UNKNOWN",
    message: `${who} names the rule ${code}, which there is not.`,
    hint: `The rules are ${[...codes].sort().join(", ")}.`,
  });
}
