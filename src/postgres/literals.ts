import { quoteLiteral } from "../schema";
import type { Session } from "./database";

/** What decides which moment or span a literal means that does not say it all: `'2020-01-01'`, `'01/02/2020'`. */
export const literalSettings = ["TimeZone", "DateStyle", "IntervalStyle"] as const;

export type LiteralSettings = Readonly<Record<(typeof literalSettings)[number], string>>;

/** Where nothing else is said, most databases have these, by one name or another. */
export const usualLiterals: LiteralSettings = {
  TimeZone: "UTC",
  DateStyle: "ISO, MDY",
  IntervalStyle: "postgres",
};

export function areUsual({ TimeZone, DateStyle, IntervalStyle }: LiteralSettings): boolean {
  const sameStyle = DateStyle === usualLiterals.DateStyle && IntervalStyle === usualLiterals.IntervalStyle;
  return sameStyle && /^(?:Etc\/)?(?:UTC|GMT|UCT|Universal|Zulu)$/i.test(TimeZone);
}

/** As they are for whoever connects as this session has. */
export async function literalSettingsOf(session: Session): Promise<LiteralSettings> {
  const [row] = await session.query<LiteralSettings>(
    `SELECT ${literalSettings.map((name) => `current_setting('${name}') AS "${name}"`).join(", ")}`,
  );
  if (row === undefined) throw new Error("a server without settings");
  return row;
}

/** Does the work while literals mean something else in the session. */
export async function withLiterals<T>(
  session: Session,
  literals: LiteralSettings,
  work: () => Promise<T>,
): Promise<T> {
  const set = literalSettings.map((name) => `set_config('${name}', ${quoteLiteral(literals[name])}, false)`);
  await session.query(`SELECT ${set.join(", ")}`);
  try {
    return await work();
  } finally {
    for (const name of literalSettings) await session.query(`RESET ${name}`);
  }
}
