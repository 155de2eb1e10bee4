import type { CliProject } from "../support/cli";
import { giveEach, prepared, succeed } from "../support/prepared";
import { execute, type TestDatabase } from "../support/servers";

const account = (type: string, more = "") => ({
  "entities/account.ts": `
import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";

@Entity("accounts")
export class Account {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ type: "${type}" })
  owner!: string;
${more}}
`,
});

const code = '\n  @Column({ type: "text", nullable: true })\n  code!: string | null;\n';

const byHand = `
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TRIGGER touched BEFORE UPDATE OF owner ON accounts FOR EACH ROW EXECUTE FUNCTION touch();
  ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
  CREATE POLICY own ON accounts USING (owner = 1);
  CREATE TABLE notes (account integer REFERENCES accounts (id));
  CREATE VIEW report AS SELECT a.id, a.owner FROM accounts a LEFT JOIN notes n ON n.account = a.id;
  INSERT INTO accounts (owner) VALUES (7)`;

describe("what people have made by hand", () => {
  let database: TestDatabase;
  let project: CliProject;
  giveEach(
    prepared(account("int", code), async (origin, { url }) => {
      await succeed(origin, "generate", "apply");
      await execute(url, byHand);
    }),
    (place) => {
      ({ database, project } = place);
    },
  );
  const change = (type: string, more = "") => {
    for (const [file, text] of Object.entries(account(type, more))) project.write(file, text);
  };

  it("is taken down and put back around a column's new type, proved, there and back", async () => {
    change("bigint", code);
    const generated = await project.schema("generate");
    expect(generated).toMatchObject({ status: 0 });
    expect(await project.schema("apply")).toMatchObject({ status: 0 });
    expect(await project.schema("diff", "--exit-code")).toMatchObject({ status: 0 });
    expect(await project.schema("rollback")).toMatchObject({ status: 0 });
    expect(await project.schema("apply")).toMatchObject({ status: 0 });
    const all = ["DROP POLICY own ON accounts", "DROP TRIGGER touched ON accounts", "DROP VIEW report"];
    await execute(database.url, ...all);
  });

  it("keeps a column from being dropped that a view needs, and says which", async () => {
    await execute(database.url, "CREATE VIEW codes AS SELECT code FROM accounts");
    change("int");
    const refused = await project.schema("generate", "--accept", "data-loss");
    expect(refused.status).toBe(4);
    expect(refused.stderr).toContain("view public.codes needs column public.accounts.code");
    expect(refused.stderr).toContain("schema generate --empty");
  });

  it("keeps a column from being dropped that a policy needs, and says which", async () => {
    await execute(database.url, "CREATE POLICY coded ON accounts USING (code IS NOT NULL)");
    change("int");
    const refused = await project.schema("generate", "--accept", "data-loss", "--json");
    expect(refused.status).toBe(4);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      error: { code: "STILL_NEEDED", message: expect.stringContaining("policy coded on public.accounts") },
    });
  });

  it("is rewritten by PostgreSQL when its column gets another name and another type at once", async () => {
    const renamed = () => {
      const text = account("bigint", code)["entities/account.ts"] ?? "";
      project.write("entities/account.ts", text.replace("owner!", "holder!"));
      return project.schema("generate", "--rename", "accounts.owner=holder", "--json");
    };
    await execute(database.url, "CREATE PUBLICATION rows FOR TABLE accounts WHERE (owner > 1)");
    const refused = await renamed();
    expect(refused.status).toBe(4);
    const { error } = JSON.parse(refused.stdout);
    expect(error.code).toBe("RENAMED_UNDER_ATTACHMENT");
    expect(error.message).toContain("publication rows on public.accounts");

    await execute(database.url, "DROP PUBLICATION rows");
    expect(await renamed()).toMatchObject({ status: 0 });
    expect(await project.schema("apply")).toMatchObject({ status: 0 });
    await execute(database.url, "ALTER POLICY own ON accounts USING (holder = 1::bigint)");
    expect(await project.schema("diff", "--exit-code")).toMatchObject({ status: 0 });
    expect(await project.schema("rollback")).toMatchObject({ status: 0 });
  });
});
