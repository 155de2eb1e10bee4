import type { Footing } from "../catalog";
import { SchemaError } from "../errors";
import {
  createTemporaryDatabase,
  type Database,
  openDatabase,
  openMemoryDatabase,
  type Session,
  type Target,
} from "../postgres";
import { type Contained, contain } from "./contained";

/** A throw-away PostgreSQL. */
export interface Scratch {
  /** `PostgreSQL 15.18, temporary database`, for the review header. */
  readonly label: string;
  /** `server_version_num` */
  readonly version: number;
  readonly session: Session;
  /** What the schema leans on and what could not be made here. */
  readonly uncarried: readonly Footing[];
  /** Statements that were not run, for they are about more than this database. */
  readonly passedOver: readonly string[];
}

/**
 * Opens an empty scratch database whenever one is asked for and removes them all afterwards, whatever happens: on the
 * server at `url`, else on the target's own server where the role may create a database, else the embedded PostgreSQL in memory.
 */
export async function withScratch<T>(
  target: Target,
  url: string | null,
  work: (open: () => Promise<Scratch>) => Promise<T>,
): Promise<T> {
  const opened: Opened[] = [];
  try {
    return await work(async () => {
      const scratch = await openScratch(target, url);
      opened.push(scratch);
      return scratch.scratch;
    });
  } finally {
    await Promise.allSettled(opened.map(({ close }) => close()));
  }
}

interface Opened {
  readonly scratch: Scratch;
  close(): Promise<void>;
}

async function openScratch(target: Target, url: string | null): Promise<Opened> {
  if (url !== null) return onServer({ kind: "server", connection: { url } }, required);
  return target.kind === "server" ? onServer(target, inMemory) : inMemory();
}

async function onServer(
  target: Target & { kind: "server" },
  otherwise: () => Promise<Opened>,
): Promise<Opened> {
  const temporary = await createTemporaryDatabase(target);
  if (temporary === null) return otherwise();
  const opened = await hold(await openDatabase(temporary.target), "temporary database");
  return {
    scratch: opened.scratch,
    close: async () => {
      await opened.close();
      await temporary.drop();
      await opened.release(target);
    },
  };
}

const inMemory = async () => hold(await openMemoryDatabase(), "embedded");

function required(): never {
  throw new SchemaError({
    code: "SCRATCH_REFUSED",
    message: "The role of --scratch may not create databases there.",
    hint: "Give the URL of a server whose role has CREATEDB, or leave --scratch out to use the embedded PostgreSQL.",
  });
}

/** Keeps one session of the database open until `close`. */
async function hold(database: Database, what: string): Promise<Opened & Pick<Contained, "release">> {
  let letGo = () => {};
  const released = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  return new Promise((resolve, reject) => {
    const ended = database.session(async (whole) => {
      const { session, passedOver, release } = contain(whole);
      const { version } = database;
      const label = `PostgreSQL ${Math.floor(version / 10_000)}.${version % 10_000}, ${what}`;
      resolve({
        scratch: { label, version, session, uncarried: [], passedOver },
        release,
        close: async () => {
          letGo();
          await ended;
          await database.close();
        },
      });
      await released;
    });
    ended.catch(reject);
  });
}
