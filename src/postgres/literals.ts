import type { Session } from "./database";

/** What decides which moment or span a literal means that does not say it all: `'2020-01-01'`, `'01/02/2020'`. */
export const literalSettings = ["TimeZone", "DateStyle", "IntervalStyle"] as const;

export type LiteralSettings = Readonly<Record<(typeof literalSettings)[number], string>>;

/** As they are for whoever connects as this session has. */
export async function literalSettingsOf(session: Session): Promise<LiteralSettings> {
  const [row] = await session.query<LiteralSettings>(
    `SELECT ${literalSettings.map((name) => `current_setting('${name}') AS "${name}"`).join(", ")}`,
  );
  if (row === undefined) throw new Error("a server without settings");
  return row;
}
