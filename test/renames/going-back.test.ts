import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";
import { flags, journey } from "./journey";

function people(kinds: readonly string[], whole: boolean) {
  class Person {
    @PrimaryGeneratedColumn() id!: number;
    @Column({ type: "enum", enum: kinds, nullable: true }) kind!: string | null;
  }
  Entity("person")(Person);
  if (!whole) return [Person];
  const column = (name: string, options: object) => Column(options)(Person.prototype, name);
  column("name", { type: "text" });
  column("age", { type: "int" });
  column("token", { type: "uuid" });
  column("mood", { type: "enum", enum: ["glad", "sad"] });
  return [Person];
}

it("columns that must not be null come back though their values are gone, and the head says what rows get", () =>
  journey(18, people(["new", "old"], true), async ({ query, up, down, generate }) => {
    await query(
      "INSERT INTO person (kind, name, age, token, mood) SELECT 'old', 'a', g, gen_random_uuid(), 'sad' FROM generate_series(1, 3) g",
    );
    const said = {
      rename: ["enum-value:person_kind_enum.old=former"],
      drop: ["person.name", "person.age", "person.token", "person.mood"],
    };
    await up(people(["new", "former"], false), said);
    await down();
    expect(
      await query(
        "SELECT id, kind::text, name, age, mood::text, token IS NULL AS bare FROM person ORDER BY id",
      ),
    ).toEqual([1, 2, 3].map((id) => ({ id, kind: "old", name: "", age: 0, mood: "glad", bare: false })));
    const answers = flags(said);
    const again = await generate(people(["new", "former"], false), { answers });
    expect(again.status === "generated" && again.text).toContain(
      ` *   > enum label public.person_kind_enum.old to former`,
    );
    expect(again.status === "generated" && again.text).toContain(
      [
        " * Going down fills, as the values are gone:",
        " *   column public.person.age with 0",
        " *   column public.person.mood with 'glad'",
        " *   column public.person.name with ''",
        " *   column public.person.token with gen_random_uuid()",
      ].join("\n"),
    );
  }));

it("no value stays no value where lists become single values and lists again", () => {
  const tagged = (array: boolean) => {
    class Tagged {
      @PrimaryGeneratedColumn() id!: number;
    }
    Entity("tagged")(Tagged);
    Column({ type: "text", array, nullable: true })(Tagged.prototype, "tags");
    return [Tagged];
  };
  return journey(18, tagged(true), async ({ query, up, down }) => {
    await query("INSERT INTO tagged (tags) VALUES (NULL), ('{x}')");
    await up(tagged(false));
    await down();
    expect(await query("SELECT tags FROM tagged ORDER BY id")).toEqual([{ tags: null }, { tags: ["x"] }]);
  });
});
