import { Column, Entity, PrimaryColumn } from "typeorm";
import { columnsOf, schemaOfEntities } from "./describe";

describe("defaults", () => {
  test("are valid SQL where TypeORM's text is not", async () => {
    @Entity()
    class Settings {
      @PrimaryColumn({ default: "it's" })
      quote!: string;
      @Column({ default: "it''s" })
      quotedByHand!: string;
      @Column({ default: "'" })
      loneQuote!: string;
      @Column({ type: "jsonb", default: { say: "it's" } })
      json!: object;
      @Column("text", { array: true, default: ["a,b", "c d", "", "null", 'say "x"', "{}", "it's", "\\"] })
      list!: string[];
      @Column("text", { array: true, default: ['"by hand, quoted"', "plain"] })
      listByHand!: string[];
      @Column({ type: "enum", enum: ["a", "it's"], default: "it's" })
      label!: string;
      @Column({ type: "enum", enum: ["a"], default: () => "'a'" })
      computed!: string;
    }
    const defaults = Object.values(columnsOf(await schemaOfEntities([Settings]))).map(
      ({ name, default: text }) => [name, text],
    );
    expect(Object.fromEntries(defaults)).toEqual({
      quote: "'it''s'",
      quotedByHand: "'it''s'",
      loneQuote: "''''",
      json: `'{"say":"it''s"}'`,
      list: `'{"a,b",c d,"","null","say \\"x\\"","{}",it''s,"\\\\"}'`,
      listByHand: `'{"by hand, quoted",plain}'`,
      label: "'it''s'",
      computed: "'a'",
    });
  });

  test("that throw are an error of their property", async () => {
    @Entity()
    class Broken {
      @PrimaryColumn()
      id!: number;
      @Column({
        default: () => {
          throw new Error("no clock");
        },
      })
      at!: string;
    }
    await expect(schemaOfEntities([Broken])).rejects.toMatchObject({
      code: "ENTITY_INVALID",
      message: "Broken.at: no clock",
    });
  });

  test("of an inherited column do not leak from one reading into the next", async () => {
    abstract class Base {
      @PrimaryColumn({ default: "base" })
      id!: string;
    }
    @Entity()
    class First extends Base {}
    @Entity()
    class Second extends Base {
      @PrimaryColumn({ default: "second" })
      override id = "second";
    }
    const first = await schemaOfEntities([First, Second]);
    expect(await schemaOfEntities([First, Second])).toEqual(first);
  });
});
