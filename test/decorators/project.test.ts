import { removeUserProjects, userProject } from "../project/user-project";
import { createDatabase, execute, type TestDatabase } from "../support/servers";

const files = (url: string) => ({
  "data-source.ts": `import { DataSource } from "typeorm";
export default new DataSource({ type: "postgres", url: "${url}", entities: ["entities/*.ts", "entities/*.js"] });`,
  "entities/base.ts": `import { Column, PrimaryGeneratedColumn } from "typeorm";
import { SqlIndex, TableOptions } from "typeorm-schema";
@TableOptions({ fillfactor: 80 })
export abstract class Base {
  @PrimaryGeneratedColumn()
  id!: number;
  @Column()
  @SqlIndex({ order: "DESC" })
  createdAt!: Date;
}`,
  "entities/user.ts": user(
    `@SqlIndex("idx_lower", [sql\`lower(email)\`], { unique: true, include: ["createdAt"] })`,
  ),
  "entities/pet.ts": `import { Column, Entity } from "typeorm";
import { Base } from "./base";
@Entity()
export class Pet extends Base {
  @Column({ type: "enum", enum: ["cat", "dog"] })
  kind!: string;
}`,
  "entities/note.js": `const { EntitySchema } = require("typeorm");
const { SqlIndex } = require("typeorm-schema");
const Note = new EntitySchema({ name: "Note", columns: { id: { type: Number, primary: true }, text: { type: String } } });
SqlIndex("idx_note", [{ property: "text", operatorClass: "text_pattern_ops" }])(Note);
module.exports = { Note };`,
});

const user = (decorator: string) => `import { Column, Entity } from "typeorm";
import { SqlIndex, sql } from "typeorm-schema";
import { Base } from "./base";
@Entity()
${decorator}
export class User extends Base {
  @Column()
  email!: string;
}
void [SqlIndex, sql];`;

const generate = `
const tool = require("typeorm-schema");
const result = await tool.generate({ root, acceptDataLoss: true });
if (result.status !== "generated") return result.status;
await tool.apply({ root });
return { up: result.difference.up.statements.map(({ sql }) => sql), down: result.difference.down.statements.map(({ sql }) => sql) };
`;

afterAll(removeUserProjects);

describe.each(["typeorm", "typeorm-0.3"])("in a project on %s", (typeorm) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createDatabase(15);
  });
  afterEach(() => database.drop());

  const statements = (answer: { value: unknown; error: unknown }) => {
    expect(answer.error).toBeNull();
    return answer.value as { up: string[]; down: string[] };
  };

  test("decorators are heard, and what is taken out of the entities is dropped", async () => {
    const project = userProject(files(database.url), typeorm);
    const first = statements(await project.run(generate)).up.join("\n");
    expect(first).toContain(
      'CREATE UNIQUE INDEX idx_lower ON public."user" ((lower(email))) INCLUDE ("createdAt")',
    );
    expect(first).toContain("CREATE INDEX idx_note ON public.note (text text_pattern_ops)");
    expect(first.match(/\("createdAt" DESC\)/g)).toHaveLength(2);
    expect(first.match(/WITH \(fillfactor=80\)/g)).toHaveLength(2);
    expect(statements(await project.run(generate))).toBe("nothing");

    // What a person made by hand is left alone where entities cannot say it, and dropped where they could.
    await execute(
      database.url,
      `CREATE INDEX by_hand ON "user" (upper(email))`,
      `CREATE INDEX plain ON "user" (email)`,
      `ALTER TABLE "user" ADD CONSTRAINT positive CHECK (id > 0), ADD CONSTRAINT once UNIQUE (email), ADD extra int`,
      "CREATE TABLE stranger (id serial)",
      "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
      `CREATE TRIGGER touch BEFORE UPDATE ON "user" FOR EACH ROW EXECUTE FUNCTION touch()`,
    );
    project.write({ "entities/user.ts": user(""), "entities/pet.ts": "export const none = 1;" });
    const { up, down } = statements(await project.run(generate));
    expect([...up].sort()).toEqual([
      `ALTER TABLE public."user" DROP COLUMN extra`,
      `ALTER TABLE public."user" DROP CONSTRAINT once`,
      `ALTER TABLE public."user" DROP CONSTRAINT positive`,
      "DROP INDEX CONCURRENTLY public.idx_lower",
      "DROP INDEX CONCURRENTLY public.plain",
      "DROP TABLE public.pet",
      "DROP TYPE public.pet_kind_enum",
    ]);
    expect(down.join("\n")).toContain("CREATE UNIQUE INDEX CONCURRENTLY idx_lower");
    expect(statements(await project.run(generate))).toBe("nothing");
  });
});
