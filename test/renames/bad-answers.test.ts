import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readHintsFile } from "../../src/renames";
import { type CliProject, cliProject } from "../support/cli";
import { withSessionOn } from "../support/databases";
import { createDatabase, type TestDatabase } from "../support/servers";

const account = (columns: string) => `
import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";

@Entity("accounts")
export class Account {
  @PrimaryGeneratedColumn()
  id!: number;

  ${columns}
}
`;
const before = `@Column({ type: "text" }) name!: string;
  @Column({ type: "text" }) age!: string;
  @Column({ type: "text", nullable: true }) note!: string | null;
  @Column({ type: "enum", enumName: "state", enum: ["new", "open", "gone"] }) state!: string;`;
const after = `@Column({ type: "text" }) fullName!: string;
  @Column({ type: "int" }) age!: number;
  @Column({ type: "text" }) note!: string;
  @Column({ type: "enum", enumName: "state", enum: ["new", "open"] }) state!: string;`;

const right = [
  ...["--rename", "accounts.name=fullName", "--using", "accounts.age=age::int"],
  ...["--backfill", "accounts.note='-'", "--map", "state.gone=open"],
];

describe("answers that cannot be meant", () => {
  let database: TestDatabase;
  let project: CliProject;
  beforeAll(async () => {
    database = await createDatabase(18);
    project = cliProject({ "entities/account.ts": account(before) }, database.url);
    for (const command of ["generate", "apply"])
      expect(await project.schema(command)).toMatchObject({ status: 0 });
    project.write("entities/account.ts", account(after));
  });
  afterAll(async () => {
    project.remove();
    await database.drop();
  });

  const migrations = () =>
    readdirSync(join(project.directory, "generated-migrations")).filter((file) => file.endsWith(".ts"));

  it.each<[string, string[], string, string]>([
    ["a name that nothing has", ["--rename", "accounts.nam=fullName"], "HINT_UNKNOWN", "accounts.name"],
    [
      "a new name that no entity has",
      ["--rename", "accounts.name=fulName"],
      "HINT_NOT_DESCRIBED",
      "fullName",
    ],
    ["a removal of nothing", ["--drop", "accounts.nme"], "HINT_UNKNOWN", "accounts.name"],
    [
      "two directions",
      ["--rename", "accounts.name=fullName", "--rename", "accounts.fullName=name"],
      "HINT_CONTRADICTION",
      "Keep one of them",
    ],
    [
      "two new names",
      ["--rename", "accounts.name=fullName", "--rename", "accounts.name=age"],
      "HINT_CONTRADICTION",
      "",
    ],
    [
      "a rename and a removal",
      ["--rename", "accounts.name=fullName", "--drop", "accounts.name"],
      "HINT_CONTRADICTION",
      "",
    ],
    ["half an answer", ["--rename", "accounts.name="], "HINT_INVALID", "OLD=NEW"],
    ["SQL that does not parse", [...right, "--using", "accounts.age=age::"], "", ""],
    [
      "a column that is not there in SQL",
      ["--using", "accounts.agee=age::int"],
      "HINT_UNKNOWN",
      "accounts.age",
    ],
    ["a label that goes to one that goes", ["--map", "state.gone=gone"], "HINT_INVALID", ""],
    ["a label that goes to none", ["--map", "state.gone=closed"], "HINT_INVALID", ""],
    ["a file that is not there", ["--hints", "nowhere.json"], "HINTS_FILE", ""],
  ])("%s: an error, and nothing is written", async (_, flags, code, hint) => {
    const run = await project.schema("generate", "--json", ...flags);
    const { error } = JSON.parse(run.stdout);
    expect(error.code).toContain(code);
    expect(error.hint).toContain(hint);
    expect(run.status).toBe(1);
    expect(migrations()).toHaveLength(1);
  });

  it("a backfill that leaves nulls, and a value that does not convert, fail at apply with a key and change nothing", async () => {
    const query = (sql: string) => withSessionOn(database.url, (session) => session.query(sql));
    await query("INSERT INTO accounts (name, age, state) VALUES ('Ann', '5', 'gone')");
    const flags = right.map((flag) => flag.replace("note='-'", "note=nullif(id, 1)::text"));
    expect(await project.schema("generate", ...flags)).toMatchObject({ status: 0, stderr: "" });
    const failed = await project.schema("apply");
    expect(failed.status).toBe(1);
    expect(failed.stderr).toContain("for example id = 1");
    expect((await query("SELECT note FROM accounts"))[0]).toEqual({ note: null });
  });
});

test("the hints file of the manual is one", async () => {
  const manual = readFileSync(join(__dirname, "../../docs/renames.md"), "utf8");
  const text = /^```json hints\n([\s\S]*?)^```$/m.exec(manual)?.[1] ?? "";
  const project = cliProject({});
  const file = join(project.directory, "hints.json");
  writeFileSync(file, text);
  const { renames, drops, usings, usingsBack, backfills, maps } = await readHintsFile(file);
  expect([renames, drops, usings, usingsBack, backfills, maps].map(({ length }) => length)).toEqual([
    3, 2, 1, 1, 1, 1,
  ]);
  project.remove();
  expect(existsSync(file)).toBe(false);
});
