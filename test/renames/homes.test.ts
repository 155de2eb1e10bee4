import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";
import { journey } from "./journey";

@Entity("plain")
class Plain {
  @PrimaryGeneratedColumn() id!: number;
}

function notes(schema: string) {
  @Entity("note", { schema })
  class Note {
    @PrimaryGeneratedColumn("uuid") id!: string;
    @Column({ type: "citext" }) text!: string;
    @Column({ type: "enum", enum: ["new", "old"], default: "new" }) state!: string;
  }
  return [Plain, Note];
}

const texts = (schema: string) => `SELECT text, state::text FROM ${schema}.note`;

describe("the last of what is ours", () => {
  it("leaves its schema and its extensions standing, moved, renamed with its schema or dropped", () =>
    journey(18, notes("blog"), async ({ query, up, down }) => {
      await query("INSERT INTO blog.note (text) VALUES ('hello')");
      const rows = await query(texts("blog"));

      expect(await up(notes("public"), { rename: ["table:blog.note=public.note"] })).toEqual([
        "ALTER TABLE blog.note SET SCHEMA public",
        "ALTER TYPE blog.note_state_enum SET SCHEMA public",
      ]);
      expect(await query(texts("public"))).toEqual(rows);
      await down();

      expect(await up(notes("news"), { rename: ["schema:blog=news"] })).toEqual([
        "ALTER SCHEMA blog RENAME TO news",
      ]);
      expect(await query(texts("news"))).toEqual(rows);
      await down();
      expect(await query(texts("blog"))).toEqual(rows);

      expect(await up([Plain], { drop: ["table:blog.note"] })).toEqual([
        "DROP TABLE blog.note",
        "DROP TYPE blog.note_state_enum",
      ]);
      await down();
    }));
});
