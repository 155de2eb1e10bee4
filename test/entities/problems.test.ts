import { join } from "node:path";
import { removeUserProjects, userProject } from "../project/user-project";

afterAll(removeUserProjects);

const read = `
  const { readEntities } = require(${JSON.stringify(join(__dirname, "../../dist/entities"))});
  const { origins, schema } = await readEntities(await settle({ root, entities: ["entities/**/*.ts"] }));
  const ids = [...schema.objects.keys()];
  return { ids, origins: Object.fromEntries(ids.map((id) => [id, origins.get(id)])) };
`;

const decorators =
  "Column, Entity, EntitySchema, Index, JoinTable, ManyToMany, ManyToOne, OneToMany, OneToOne, JoinColumn, PrimaryColumn, PrimaryGeneratedColumn, type Relation, ViewEntity";

/** An entity file: the class begins on line 3, its properties on line 4. */
const entity = (name: string, body: string, before = "@Entity()"): string =>
  `import { ${decorators} } from "typeorm";\n${before}\nexport class ${name} {\n${body}\n}\n`;

describe.each(["typeorm", "typeorm-0.3"])("with %s", (typeorm) => {
  const answerOf = (files: Readonly<Record<string, string>>) => userProject(files, typeorm).run(read);

  test("every object knows the file, line, entity and property that ask for it", async () => {
    const { value, error } = await answerOf({
      "entities/base.ts": entity(
        "Base",
        "  @PrimaryGeneratedColumn()\n  id!: number;",
        "/** Shared. */",
      ).replace("export class", "export abstract class"),
      "entities/money.ts": entity("Money", "  @Column()\n  amount!: string;", "/** Embedded. */"),
      "entities/tag.ts": entity("Tag", "  @PrimaryColumn()\n  name!: string;"),
      "entities/user.ts": `import { Base } from "./base";\nimport { Money } from "./money";\nimport { Tag } from "./tag";\n${entity(
        "User extends Base",
        "  @Column(() => Money)\n  wallet!: Money;\n  @ManyToMany(() => Tag)\n  @JoinTable()\n  tags!: Tag[];",
      )}`,
    });
    expect(error).toBeNull();
    const at = (file: string, line: number, property: string | null) => ({
      file: `entities/${file}.ts`,
      line,
      entity: "User",
      property,
    });
    expect(value).toMatchObject({
      origins: {
        'table:public."user"': at("user", 6, null),
        'column:public."user".id': at("base", 5, "id"),
        "sequence:public.user_id_seq": at("base", 5, "id"),
        'column:public."user"."walletAmount"': at("money", 5, "wallet.amount"),
        "table:public.user_tags_tag": at("user", 11, "tags"),
      },
    });
  });

  test.each([
    [
      "a relation to an entity that is not loaded",
      {
        "other/pet.ts": entity("Pet", "  @PrimaryColumn()\n  id!: number;"),
        "entities/owner.ts": `import { Pet } from "../other/pet";\n${entity(
          "Owner",
          "  @PrimaryColumn()\n  id!: number;\n  @ManyToOne(() => Pet)\n  pet!: Pet;",
        )}`,
      },
      "ENTITY_NOT_LOADED",
      "Owner.pet (entities/owner.ts:8)",
    ],
    [
      "an entity without a primary column",
      { "entities/log.ts": entity("Log", "  @Column()\n  line!: string;") },
      "ENTITY_WITHOUT_PRIMARY_KEY",
      "Log (entities/log.ts:3)",
    ],
    [
      "a type that PostgreSQL does not have",
      { "entities/log.ts": entity("Log", '  @PrimaryColumn({ type: "tinyint" })\n  id!: number;') },
      "ENTITY_TYPE_UNSUPPORTED",
      "Log.id (entities/log.ts:5)",
    ],
    [
      "a length where there is none",
      { "entities/log.ts": entity("Log", '  @PrimaryColumn({ type: "int", length: 3 })\n  id!: number;') },
      "ENTITY_INVALID",
      "Log.id (entities/log.ts:5)",
    ],
    [
      "an index on a property that does not exist",
      {
        "entities/log.ts": entity(
          "Log",
          "  @PrimaryColumn()\n  id!: number;",
          '@Entity() @Index(["nothing"])',
        ),
      },
      "ENTITY_COLUMN_MISSING",
      "Log (entities/log.ts:3)",
    ],
    [
      "a precision where there is none",
      { "entities/log.ts": entity("Log", '  @PrimaryColumn({ type: "int", precision: 3 })\n  id!: number;') },
      "ENTITY_NOT_EXPRESSIBLE",
      "Log.id (entities/log.ts:5)",
    ],
    [
      "a relation that begins as an array",
      {
        "entities/node.ts": entity(
          "Node",
          "  @PrimaryColumn()\n  id!: number;\n  @ManyToOne(() => Node)\n  parent!: Relation<Node>;\n  @OneToMany(() => Node, (node) => node.parent)\n  children: Node[] = [];",
        ),
      },
      "ENTITY_INVALID",
      "Node.children (entities/node.ts:9)",
    ],
    [
      "a view without a query",
      { "entities/empty.ts": entity("Empty", "", '@ViewEntity({ expression: "" })') },
      "ENTITY_NOT_EXPRESSIBLE",
      "Empty (entities/empty.ts:3)",
    ],
    [
      "a table of which two entities say different things",
      {
        "entities/one.ts": entity("One", "  @PrimaryColumn()\n  id!: number;", '@Entity("things")'),
        "entities/two.ts": entity("Two", "  @PrimaryColumn()\n  id!: string;", '@Entity("things")'),
      },
      "ENTITIES_CONFLICT",
      "One.id (entities/one.ts:5) and Two.id (entities/two.ts:5) describe column public.things.id differently",
    ],
    [
      "an enum label of 64 bytes",
      {
        "entities/log.ts": entity(
          "Log",
          `  @PrimaryColumn()\n  id!: number;\n  @Column({ type: "enum", enum: ["${"x".repeat(64)}"] })\n  level!: string;`,
        ),
      },
      "ENTITY_NOT_EXPRESSIBLE",
      "Log.level (entities/log.ts:7)",
    ],
    [
      "two columns whose names are one after 63 bytes",
      {
        "entities/log.ts": entity(
          "Log",
          `  @PrimaryColumn({ name: "${"x".repeat(63)}1" })\n  id!: number;\n  @Column({ name: "${"x".repeat(63)}2" })\n  other!: string;`,
        ),
      },
      "ENTITIES_CONFLICT",
      "Log.id (entities/log.ts:5) and Log.other (entities/log.ts:7)",
    ],
    [
      "an entity that its file does not export",
      {
        "entities/pair.ts": entity("Seen", "  @PrimaryColumn()\n  id!: number;").concat(
          "@Entity()\nclass Hidden {\n  @PrimaryColumn()\n  id!: number;\n}\n",
        ),
      },
      "ENTITY_NOT_EXPORTED",
      "Hidden (entities/pair.ts:8)",
    ],
  ])("%s is an error that says where", async (_, files, code, place) => {
    const { error } = await answerOf(files);
    expect(error).toMatchObject({
      code,
      message: expect.stringContaining(place),
      hint: expect.stringMatching(/\.$/),
    });
  });

  test("an entity may share the table of another, or be a join table", async () => {
    const { error } = await answerOf({
      "entities/all.ts": `import { Column, Entity, JoinTable, ManyToMany, PrimaryColumn } from "typeorm";
@Entity("people")
export class Person {
  @PrimaryColumn({ type: "int" })
  id!: number;
  @ManyToMany(() => Person)
  @JoinTable({ name: "friends", joinColumn: { name: "a" }, inverseJoinColumn: { name: "b" } })
  friends!: Person[];
}
@Entity("people", { synchronize: false })
export class Name {
  @PrimaryColumn({ type: "int" })
  id!: number;
}
@Entity("friends")
export class Friendship {
  @PrimaryColumn({ type: "int" })
  a!: number;
  @PrimaryColumn({ type: "int" })
  b!: number;
  @Column({ type: "date", nullable: true })
  since!: Date;
}`,
    });
    expect(error).toBeNull();
  });

  test("files without any entity are an error that says what was read", async () => {
    const { error } = await answerOf({ "entities/plain.ts": "export class Plain {}" });
    expect(error).toMatchObject({
      code: "NO_ENTITIES",
      message: expect.stringContaining("1 file was read"),
      hint: expect.stringContaining("@Entity()"),
    });
  });

  test("an EntitySchema is found in an exported array and knows its file", async () => {
    const { value, error } = await answerOf({
      "entities/list.ts": `import { EntitySchema } from "typeorm";
const note = new EntitySchema({
  name: "Note",
  columns: {
    id: { type: Number, primary: true },
  },
});
export default [note];
export { note };
`,
    });
    expect(error).toBeNull();
    expect(value).toMatchObject({
      origins: {
        "column:public.note.id": { file: "entities/list.ts", line: 5, entity: "Note", property: "id" },
      },
    });
  });
});
