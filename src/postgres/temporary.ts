import { randomBytes } from "node:crypto";
import { quoteIdentifier, quoteLiteral } from "../schema";
import type { Session, Target } from "./database";
import { PostgresError } from "./errors";
import { literalSettings, literalSettingsOf } from "./literals";
import { isGone, type ProcessIdentity, thisProcess } from "./processes";
import { openServer } from "./server";

export type ServerTarget = Extract<Target, { kind: "server" }>;

export interface TemporaryDatabase {
  readonly target: ServerTarget;
  drop(): Promise<void>;
}

const prefix = "schema_scratch_";
/** A run does not last an hour, in milliseconds. */
const longestRun = 3_600_000;

/**
 * Makes an empty database on the target's server, with the encoding and the locale of the target's own.
 * Literals mean in it what they mean in the target's. Removes what killed runs have left there.
 *
 * @returns null when the role may not create databases
 */
export async function createTemporaryDatabase(target: ServerTarget): Promise<TemporaryDatabase | null> {
  const server = await openServer(target.connection);
  const name = `${prefix}${process.pid}_${Date.now().toString(36)}_${randomBytes(4).toString("hex")}`;
  try {
    const created = await server.session(async (session) => {
      await removeLeftovers(session);
      return create(session, name, server.version);
    });
    if (!created) return null;
  } finally {
    await server.close();
  }
  return {
    target: { kind: "server", connection: { ...target.connection, database: name } },
    drop: () => drop(target, name),
  };
}

async function create(session: Session, name: string, version: number): Promise<boolean> {
  const locale = await localeOf(session, version);
  const literals = await literalSettingsOf(session);
  try {
    await session.query(`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE template0 ${locale}`);
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
  const database = `DATABASE ${quoteIdentifier(name)}`;
  const settings = [
    // Nothing in it is worth waiting for a disk.
    ["synchronous_commit", "off"],
    ...literalSettings.map((setting) => [setting, literals[setting]]),
  ];
  await session.query(
    [
      `COMMENT ON ${database} IS ${quoteLiteral(JSON.stringify(thisProcess()))}`,
      ...settings.map(([setting, value = ""]) => `ALTER ${database} SET ${setting} = ${quoteLiteral(value)}`),
    ].join("; "),
  );
  return true;
}

/** No right to create databases, or a server that only reads. */
const isRefusal = (error: unknown) =>
  error instanceof PostgresError && ["42501", "25006"].includes(error.sqlstate);

interface Locale {
  readonly encoding: string;
  readonly collate: string;
  readonly ctype: string;
  readonly provider: string;
  readonly locale: string | null;
}

/** Which column names the locale of a provider other than the C library, by the first version that has it. */
const localeColumns = [
  { since: 170_000, provider: "datlocprovider", locale: "datlocale" },
  { since: 150_000, provider: "datlocprovider", locale: "daticulocale" },
  { since: 0, provider: "'c'", locale: "NULL" },
] as const;

async function localeOf(session: Session, version: number): Promise<string> {
  const columns = localeColumns.find(({ since }) => version >= since) ?? localeColumns[2];
  const [row] = await session.query<Locale>(
    `SELECT pg_encoding_to_char(encoding) AS encoding, datcollate AS collate, datctype AS ctype,
            ${columns.provider} AS provider, ${columns.locale} AS locale
       FROM pg_database WHERE datname = current_database()`,
  );
  if (row === undefined) return "";
  const { encoding, collate, ctype, provider, locale } = row;
  const library = `ENCODING ${quoteLiteral(encoding)} LC_COLLATE ${quoteLiteral(collate)} LC_CTYPE ${quoteLiteral(ctype)}`;
  if (provider === "i" && locale) return `${library} LOCALE_PROVIDER icu ICU_LOCALE ${quoteLiteral(locale)}`;
  if (provider === "b" && locale)
    return `${library} LOCALE_PROVIDER builtin BUILTIN_LOCALE ${quoteLiteral(locale)}`;
  return version >= 150_000 ? `${library} LOCALE_PROVIDER libc` : library;
}

async function drop(target: ServerTarget, name: string): Promise<void> {
  const server = await openServer(target.connection);
  try {
    await server.session((session) =>
      session.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`),
    );
  } finally {
    await server.close();
  }
}

interface Leftover {
  readonly name: string;
  readonly owner: string | null;
}

/** Nothing depends on this, and another run may do the same at the same time. */
async function removeLeftovers(session: Session): Promise<void> {
  const found = await session.query<Leftover>(
    `SELECT d.datname AS name, shobj_description(d.oid, 'pg_database') AS owner
       FROM pg_database d LEFT JOIN pg_stat_activity a ON a.datid = d.oid
      WHERE d.datname LIKE ${quoteLiteral(`${prefix.replaceAll("_", "\\_")}%`)} AND a.pid IS NULL`,
  );
  for (const { name } of found.filter(isLeftover)) {
    await session.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)}`).catch(() => {});
  }
}

function isLeftover({ name, owner }: Leftover): boolean {
  const made = /_(\w+)_\w+$/.exec(name.slice(prefix.length))?.[1] ?? "";
  const age = Date.now() - Number.parseInt(made, 36);
  return age > longestRun || isOwnerGone(owner);
}

function isOwnerGone(owner: string | null): boolean {
  if (owner === null) return false;
  try {
    const identity: ProcessIdentity = JSON.parse(owner);
    return typeof identity.pid === "number" && isGone(identity);
  } catch {
    return false;
  }
}
