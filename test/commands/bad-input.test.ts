import { sameCommand } from "../../src/cli/again";
import { type CliProject, cliProject } from "../support/cli";
import { createDatabase, type TestDatabase } from "../support/servers";

const imports =
  'import { Check, Column, Entity, Exclusion, Index, ManyToOne, PrimaryColumn, ViewEntity } from "typeorm";';

/** The class begins on line 4, its key on line 5; what is given comes on line 6 and 7. */
const entity = (name: string, body: string, decorators = "@Entity()") => `${imports}

${decorators}
export class ${name} {
  @PrimaryColumn() id!: number;
${body}
}
`;

let database: TestDatabase;
let project: CliProject;
beforeAll(async () => {
  database = await createDatabase(18);
  project = cliProject({}, database.url);
});
afterAll(async () => {
  project.remove();
  await database.drop();
});

async function refusalOf(text: string) {
  project.write("entities/a.ts", text);
  const { status, stdout } = await project.schema("generate", "--json");
  return { status, ...JSON.parse(stdout).error };
}

const column = (options: string) => entity("A", `  @Column({ ${options} })\n  c!: string;`);

describe("what PostgreSQL rejects is said with the entity, the property, the file and the line", () => {
  test.each([
    ["a default that is no SQL", column('type: "int", default: () => "oops("'), "A.c (entities/a.ts:7)"],
    ["a default of another type", column('type: "int", default: "abc"'), "A.c (entities/a.ts:7)"],
    [
      "a default that is no label",
      column('type: "enum", enum: ["a"], default: "z"'),
      "A.c (entities/a.ts:7)",
    ],
    ["a collation that is not there", column('collation: "xx_XX"'), "A.c (entities/a.ts:7)"],
    [
      "a computed column that is not immutable",
      column('type: "float", generatedType: "STORED", asExpression: "random()"'),
      "A.c (entities/a.ts:7)",
    ],
    [
      "a check of a column that is not there",
      entity("A", "", '@Entity() @Check("positive", "amount > 0")'),
      "A (entities/a.ts:4): PostgreSQL rejects check public.a.positive",
    ],
    [
      "an exclusion without such an operator",
      entity("A", "", '@Entity() @Exclusion("apart", "USING gist (id WITH &&)")'),
      "A (entities/a.ts:4): PostgreSQL rejects exclusion public.a.apart",
    ],
    [
      "the condition of an index",
      entity("A", '  @Column() @Index("few", { where: "nothing = 1" })\n  c!: string;'),
      "A.c (entities/a.ts:7): PostgreSQL rejects index public.few",
    ],
    [
      "the query of a view",
      `${entity("A", "")}@ViewEntity({ expression: "SELECT x FROM nowhere" })\nexport class V {}\n`,
      "V (entities/a.ts:9): PostgreSQL rejects view public.v",
    ],
  ])("%s", async (_, text, message) => {
    expect(await refusalOf(text)).toMatchObject({
      status: 1,
      code: "EXPRESSION_REJECTED",
      message: expect.stringContaining(message),
      hint: expect.stringMatching(/\.$/),
    });
  });
});

test("a relation to an entity that is not loaded is said with its place", async () => {
  project.write("elsewhere/b.ts", entity("B", ""));
  const text = `import { B } from "../elsewhere/b";\n${entity("A", "  @ManyToOne(() => B)\n  b!: B;")}`;
  expect(await refusalOf(text)).toMatchObject({
    code: "ENTITY_NOT_LOADED",
    message: expect.stringContaining("A.b (entities/a.ts:8)"),
  });
});

test("two entities that want one table otherwise are said with their places", async () => {
  const text = entity("A", "", '@Entity("things")').concat(
    '@Entity("things")\nexport class B {\n  @PrimaryColumn() id!: string;\n}\n',
  );
  expect(await refusalOf(text)).toMatchObject({
    code: "ENTITIES_CONFLICT",
    message: expect.stringMatching(/A\.id \(entities\/a\.ts:5\) and B\.id \(entities\/a\.ts:10\)/),
  });
});

test("what is only unusual is made, and then there is nothing to do", async () => {
  const long = "a_name_of_sixty_three_bytes_is_as_long_as_postgresql_takes_them";
  const columns = [
    `  @Column({ type: "enum", enum: ["it's", "say \\"hi\\"", "back\\\\slash"], enumName: "label", default: "it's" }) label!: string;`,
    `  @Column({ default: "it's" }) quoted!: string;`,
    `  @Column({ name: "select", nullable: true }) reserved!: string;`,
    `  @Column({ name: "größe 📏", nullable: true, unique: true }) unicode!: string;`,
    `  @Column({ name: "${long}", nullable: true }) @Index() fits!: string;`,
    `  @Column({ name: "${long.replace("a_", "the_")}", nullable: true, unique: true }) cut!: string;`,
  ];
  project.write("entities/a.ts", entity("Order", columns.join("\n"), `@Entity("${long}x")`));
  expect(await project.schema("generate")).toMatchObject({ status: 0 });
  expect(await project.schema("apply")).toMatchObject({ status: 0 });
  expect(await project.schema("generate")).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("Nothing to generate"),
  });
  expect(await project.schema("rollback")).toMatchObject({ status: 0 });
});

test("code of the project that ends the process does not end it without a word", async () => {
  const ending = (code: string) => `${code}\n${entity("A", "")}`;
  expect(await refusalOf(ending("process.exit(0);"))).toMatchObject({
    status: 1,
    code: "LOAD_FAILED",
    message: "entities/a.ts:1: it calls process.exit(0)",
  });
  expect(await refusalOf(ending("setTimeout(() => process.exit(0), 0);"))).toMatchObject({
    status: 1,
    code: "ENDED_EARLY",
  });
});

test("the command to paste is the one that was typed, without what no person types and no log should have", () => {
  const typed = ["it's new", "--json", "--url", "postgres://me:secret@host/shop", "--drop", 'users."A b"'];
  expect(sameCommand("schema", "generate", typed)).toBe(
    `schema generate 'it'\\''s new' --url 'postgres://me:…@host/shop' --drop 'users."A b"'`,
  );
});
