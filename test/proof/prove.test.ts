import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { plannedMigration } from "../../src/apply";
import type { Plan } from "../../src/change";
import { diff } from "../../src/diff";
import { SchemaError } from "../../src/errors";
import { hiddenLosses } from "../../src/hazards/data-loss";
import { plan } from "../../src/plan";
import type { Session } from "../../src/postgres";
import { type Proof, prove, withScratch } from "../../src/proof";
import { withSession, withSessionOn } from "../support/databases";
import { serverUrl, serverVersions } from "../support/servers";
import { configuration, root, schemaAfter } from "./support";

const before = [
  "CREATE TABLE users (id serial PRIMARY KEY, name varchar(50) NOT NULL, email text)",
  "CREATE TABLE posts (id serial PRIMARY KEY, author integer NOT NULL)",
];
const after = [
  "CREATE TABLE users (id serial PRIMARY KEY, name varchar(80) NOT NULL, email text)",
  "CREATE TABLE posts (id serial PRIMARY KEY, author integer NOT NULL, CONSTRAINT fk FOREIGN KEY (author) REFERENCES users (id))",
  "CREATE INDEX posts_author ON posts (author)",
];

interface Broken {
  readonly up?: (plan: Plan) => Plan;
  readonly down?: (plan: Plan) => Plan;
}

/** Proves the way between the two, broken or not. */
async function proving(session: Session, { up: breakUp = same, down: breakDown = same }: Broken = {}) {
  const current = await schemaAfter(session, before);
  const desired = await schemaAfter(session, after);
  const up = breakUp(plan(diff(current, desired), current, desired));
  const down = breakDown(plan(diff(desired, current), desired, current));
  const migration = plannedMigration("Change1700000000000", 1_700_000_000_000, up, down);
  const scratch = { session, version: 0, label: "a test's database", uncarried: [], passedOver: [] };
  return {
    up,
    down,
    proof: await prove(configuration, scratch, {
      current,
      desired,
      up,
      down,
      attachments: [],
      migration,
      byHand: null,
    }),
  };
}

const same = (plan: Plan) => plan;

const without =
  (text: string) =>
  (plan: Plan): Plan => ({ ...plan, statements: plan.statements.filter(({ sql }) => !sql.includes(text)) });

const withMore =
  (...sql: string[]) =>
  (plan: Plan): Plan => ({
    ...plan,
    statements: [
      ...plan.statements,
      ...sql.map((each) => ({ sql: each, transactional: true, afterCommit: false, changes: [] })),
    ],
  });

async function refusal(work: Promise<unknown>): Promise<SchemaError> {
  const error = await work.then(
    () => null,
    (reason) => reason,
  );
  if (error instanceof SchemaError) return error;
  throw new Error("it was not refused", { cause: error });
}

describe.each(serverVersions)("the proof, on PostgreSQL %i", (version) => {
  it("shows that up and down lead where they should, and what each statement costs", async () => {
    const { proof } = await withSession(version, (session) => proving(session));
    expect(costs(proof)).toEqual([
      "ALTER TABLE public.users ALTER COLUMN name TYPE varchar(80)",
      "  public.users: ACCESS EXCLUSIVE",
      "CREATE INDEX posts_author ON public.posts (author)",
      "  public.posts: SHARE V I",
      "  public.users: ACCESS EXCLUSIVE (held)",
      "ALTER TABLE public.posts ADD CONSTRAINT fk FOREIGN KEY (author) REFERENCES public.users (id)",
      "  public.posts: SHARE ROW EXCLUSIVE V",
      "  public.users: ACCESS EXCLUSIVE (held)",
    ]);
    expect(proof.fates.filter(({ fate }) => fate !== "kept")).toEqual([
      expect.objectContaining({
        fate: "retyped",
        from: "public.users.name",
        fromType: "character varying(50)",
        toType: "character varying(80)",
      }),
    ]);
    expect(proof.fates).toHaveLength(5);
  });

  it("refuses an up that leaves something out, and writes all of it to a report", async () => {
    const error = await refusal(
      withSession(version, (session) => proving(session, { up: without("CREATE INDEX") })),
    );
    expect(error.code).toBe("PROOF_FAILED");
    expect(error.message).toContain("index public.posts_author is missing");
    const file = /\.schema\/reports\/\S+\.json/.exec(error.hint)?.[0] ?? "";
    expect(JSON.parse(readFileSync(join(root, file), "utf8"))).toMatchObject({
      direction: "up",
      scratch: "a test's database",
      differences: [{ object: "index:public.posts_author", found: null }],
    });
    expect(readdirSync(root)).toEqual([".schema"]);
  });

  it("refuses an up that PostgreSQL refuses", async () => {
    const error = await refusal(
      withSession(version, (session) => proving(session, { up: withMore("DROP TABLE nobody") })),
    );
    expect(error.code).toBe("PROOF_FAILED");
    expect(error.message).toContain('table "nobody" does not exist');
  });

  it("refuses a down that does not lead back", async () => {
    const error = await refusal(
      withSession(version, (session) => proving(session, { down: without("varchar(50)") })),
    );
    expect(error.message).toContain("The planned `down` does not lead to what was there before.");
    expect(error.message).toContain("column public.users.name differs in type");
  });

  it("refuses a hook that drops a column", async () => {
    const hook = withMore("ALTER TABLE users DROP COLUMN email");
    const error = await refusal(withSession(version, (session) => proving(session, { up: hook })));
    expect(error.message).toContain("column public.users.email is missing");
  });

  it("sees through a drop and an add that pass for a change", async () => {
    const hook = withMore("ALTER TABLE users DROP COLUMN email", "ALTER TABLE users ADD COLUMN email text");
    const there = await withSession(version, (session) => proving(session, { up: hook }));
    expect(hiddenLosses(there.proof.fates, there.up)).toEqual(["public.users.email"]);
    expect(hiddenLosses(there.proof.fatesBack, there.down)).toEqual([]);
    const back = await withSession(version, (session) => proving(session, { down: hook }));
    expect(hiddenLosses(back.proof.fates, back.up)).toEqual([]);
    expect(hiddenLosses(back.proof.fatesBack, back.down)).toEqual(["public.users.email"]);
  });

  it("names an extension that the scratch database lacks, and what to do", async () => {
    const error = await refusal(
      withSession(version, async (session) => {
        const current = await schemaAfter(session, before);
        const desired = {
          objects: new Map([...current.objects, ["extension:nobody_has_it", extension]] as const),
        };
        const up = plan(diff(current, current), current, current);
        const migration = plannedMigration("Change1700000000000", 1_700_000_000_000, up, up);
        const scratch = { session, version: 0, label: "", uncarried: [], passedOver: [] };
        await prove(configuration, scratch, {
          current,
          desired,
          up,
          down: up,
          attachments: [],
          migration,
          byHand: null,
        });
      }),
    );
    expect(error.code).toBe("SCRATCH_LACKS_EXTENSION");
    expect(error.message).toContain("nobody_has_it");
    expect(error.hint).toContain("--scratch URL");
  });
});

const extension = { kind: "extension", name: "nobody_has_it", schema: "public" } as const;

function costs({ up }: Proof): string[] {
  return up.flatMap(({ sql, tables }) => [
    sql.replaceAll(/\s+/g, " "),
    ...tables.map(
      ({ table, lock, acquired, rewritten, scanned, indexBuilt }) =>
        `  ${table}: ${lock}${acquired ? "" : " (held)"}${rewritten ? " R" : ""}${scanned ? " V" : ""}${indexBuilt ? " I" : ""}`,
    ),
  ]);
}

describe.each(serverVersions)("a scratch database on a server with others, on PostgreSQL %i", (version) => {
  const [role, other] = ["one", "Other one"].map((name) => `${name} ${randomUUID()}`);
  const named = "SELECT rolname FROM pg_roles WHERE rolname IN ($1, $2)";

  it("leaves the server as it is: roles go again, and what is about other databases is not run", async () => {
    const url = serverUrl(version, "postgres");
    const target = { kind: "server", connection: { url } } as const;
    await withScratch(target, null, async (open) => {
      const { session, passedOver } = await open();
      const send = (sql: string) => session.execute(sql);
      await session.query("CREATE TABLE t (id integer)");
      await send(
        `BEGIN; CREATE ROLE "${role}" LOGIN PASSWORD 'secret'; GRANT SELECT ON t TO "${role}"; COMMIT`,
      );
      await send(`DO $$ BEGIN CREATE ROLE "${other}"; END $$`);
      await send(`GRANT "${role}" TO "${other}"; ALTER ROLE "${other}" SET work_mem = '1MB'`);
      expect(passedOver).toEqual([]);
      expect(await session.query(named, [role, other])).toHaveLength(2);
      await send(`CREATE ROLE "${role}" PASSWORD 'secret'`);
      await send("ALTER ROLE postgres RENAME TO nobody; DROP DATABASE postgres");
      await send("GRANT CONNECT ON DATABASE postgres TO public; INSERT INTO t VALUES (1)");
      await send(
        "REASSIGN OWNED BY postgres TO nobody; GRANT postgres TO postgres; ALTER SYSTEM SET jit = off",
      );
      expect(passedOver).toEqual([
        `CREATE ROLE "${role}"`,
        "ALTER ROLE postgres RENAME",
        "DROP DATABASE postgres",
        "GRANT CONNECT ON DATABASE postgres",
        "REASSIGN OWNED BY postgres",
        "GRANT postgres",
        "ALTER SYSTEM",
      ]);
      expect(await session.query("SELECT id FROM t")).toEqual([{ id: 1 }]);
      await expect(send("DROP ROLE nobody, 'oops'")).rejects.toThrow("syntax error");
    });
    await withSessionOn(url, async (session) => {
      expect(await session.query(named, [role, other])).toEqual([]);
    });
  });
});
