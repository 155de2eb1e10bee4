import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";
import { Backfill, Using } from "../../src";
import type { EntityTarget } from "../../src/project/project";
import { serverVersions } from "../support/servers";
import { flags, journey } from "./journey";

@Entity("people")
class Person {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: "text" }) age!: string;
  @Column({ type: "bigint" }) big!: string;
  @Column({ type: "numeric", precision: 8, scale: 2 }) price!: string;
  @Column({ type: "enum", enumName: "mood", enum: ["glad", "sad", "gone"], default: "sad" }) mood!: string;
  @Column({ type: "varchar", nullable: true }) name!: string | null;
}

/** The same entity with some of its columns otherwise. */
function people(change: (type: new () => object) => void, ...without: string[]): EntityTarget[] {
  class Changed {}
  const { prototype } = Changed;
  PrimaryGeneratedColumn()(prototype, "id");
  const columns: Record<string, PropertyDecorator> = {
    age: Column({ type: "text" }),
    big: Column({ type: "bigint" }),
    price: Column({ type: "numeric", precision: 8, scale: 2 }),
    mood: Column({ type: "enum", enumName: "mood", enum: ["glad", "sad", "gone"], default: "sad" }),
    name: Column({ type: "varchar", nullable: true }),
  };
  for (const [name, decorate] of Object.entries(columns))
    if (!without.includes(name)) {
      Reflect.defineMetadata("design:type", String, prototype, name);
      decorate(prototype, name);
    }
  Reflect.defineMetadata("design:type", Number, prototype, "id");
  change(Changed);
  Entity("people")(Changed);
  return [Changed];
}

const define = (type: new () => object, name: string, design: object, ...decorators: PropertyDecorator[]) => {
  Reflect.defineMetadata("design:type", design, type.prototype, name);
  for (const decorate of decorators) decorate(type.prototype, name);
};

const rows =
  "INSERT INTO people (age, big, price, mood, name) VALUES ('5 years', 5, 1.25, 'gone', 'ann'), ('61 years', 6, 2.00, 'glad', NULL)";

describe("a number that becomes an enum", () => {
  const big = (...decorators: PropertyDecorator[]) =>
    people((type) => define(type, "big", String, ...decorators), "big");
  const letter = Column({ type: "enum", enum: ["few", "many"], enumName: "amount" });

  it("is a question, as PostgreSQL has no cast, and the answer may name the type that comes with it", () =>
    journey(18, [Person], async ({ query, generate, up }) => {
      await query(rows);
      await expect(generate(big(letter))).rejects.toMatchObject({
        code: "NO_CAST",
        exit: 3,
        message: expect.stringContaining("public.people.big is bigint and shall be public.amount"),
        hint: expect.stringContaining("--using"),
      });
      await up(big(letter), {
        using: ["people.big=(CASE WHEN big > 5 THEN 'many' ELSE 'few' END)::amount"],
      });
      expect(await query("SELECT big::text FROM people ORDER BY id")).toEqual([
        { big: "few" },
        { big: "many" },
      ]);
    }));
});

describe.each(serverVersions)("the way back where PostgreSQL has no cast, on PostgreSQL %i", (version) => {
  const amounts = people((type) => {
    const both = Column({ type: "enum", enum: ["few", "7"], enumName: "amount" });
    define(type, "big", String, both);
  }, "big");
  const using = ["people.big=(CASE WHEN big > 5 THEN '7' ELSE 'few' END)::amount"];

  it("stops before it changes anything where a value cannot be read, with the number of rows and a key", () =>
    journey(version, [Person], async ({ query, up, down, generate }) => {
      await query(rows);
      const result = await generate(amounts, { answers: flags({ using }) });
      expect(result.status === "generated" && result.text).toContain(
        [
          " * Going down stops, before it changes anything, where rows do not allow it:",
          " *   column public.people.big, read as bigint from its text",
        ].join("\n"),
      );
      await up(amounts, { using });
      await expect(down()).rejects.toThrow(
        "1 rows of public.people have a value in big whose text is no bigint, for example id = 1",
      );
      expect(await query("SELECT big::text FROM people ORDER BY id")).toEqual([{ big: "few" }, { big: "7" }]);
      await query("UPDATE people SET big = '7'");
      await down();
      expect(await query("SELECT big FROM people")).toEqual([{ big: "7" }, { big: "7" }]);
    }));

  it("is what --using-back says, or the second argument of @Using, which it beats", () =>
    journey(version, [Person], async ({ query, up, down, generate }) => {
      await query(rows);
      const back = (expression: string) => `CASE big WHEN 'few' THEN ${expression} ELSE 7 END`;
      const decorated = people((type) => {
        const column = Column({ type: "enum", enum: ["few", "7"], enumName: "amount" });
        define(type, "big", String, column, Using(using[0]?.split("=").slice(1).join("=") ?? "", back("1")));
      }, "big");
      const bigs = () => query("SELECT big FROM people ORDER BY id");
      await up(decorated);
      await down();
      expect(await bigs()).toEqual([{ big: "1" }, { big: "7" }]);
      const result = await generate(decorated, {
        answers: flags({ usingBack: [`people.big=${back("2")}`] }),
      });
      expect(result.status === "generated" && result.text).not.toContain("Going down stops");
      await up(decorated, { usingBack: [`people.big=${back("2")}`] });
      await down();
      expect(await bigs()).toEqual([{ big: "2" }, { big: "7" }]);
    }));
});

describe.each(serverVersions)("values on their way, on PostgreSQL %i", (version) => {
  it("@Using says how old values become new ones, and the way back writes them as they are", () =>
    journey(version, [Person], async ({ query, up, down }) => {
      await query(rows);
      const target = people(
        (type) => define(type, "age", Number, Using("split_part(age, ' ', 1)::int"), Column({ type: "int" })),
        "age",
      );
      await up(target);
      expect(await query("SELECT age FROM people ORDER BY id")).toEqual([{ age: 5 }, { age: 61 }]);
      await down();
      expect(await query("SELECT age FROM people ORDER BY id")).toEqual([{ age: "5" }, { age: "61" }]);
    }));

  it("--using beats the decorator", () =>
    journey(version, [Person], async ({ query, up }) => {
      await query(rows);
      const target = people(
        (type) => define(type, "age", Number, Using("0"), Column({ type: "int" })),
        "age",
      );
      await up(target, { using: ["people.age=length(age)"] });
      expect(await query("SELECT age FROM people ORDER BY id")).toEqual([{ age: 7 }, { age: 8 }]);
    }));

  it("a backfill gives every row a value before its column, new or old, becomes NOT NULL", () =>
    journey(version, [Person], async ({ query, up, down }) => {
      await query(rows);
      const target = people((type) => {
        define(type, "name", String, Backfill("'nobody'"), Column({ type: "varchar" }));
        define(type, "code", String, Column({ type: "varchar" }));
      }, "name");
      const there = await up(target, { backfill: ["people.code='c' || id"] });
      expect(there.filter((sql) => sql.startsWith("UPDATE"))).toEqual(
        [
          "UPDATE public.people SET code = 'c' || id WHERE code IS NULL",
          "UPDATE public.people SET name = 'nobody' WHERE name IS NULL",
        ].toSorted((a, b) => there.indexOf(a) - there.indexOf(b)),
      );
      expect(await query("SELECT name, code FROM people ORDER BY id")).toEqual([
        { name: "ann", code: "c1" },
        { name: "nobody", code: "c2" },
      ]);
      await down();
      expect(await query("SELECT name FROM people ORDER BY id")).toEqual([
        { name: "ann" },
        { name: "nobody" },
      ]);
    }));

  it("a backfill may read the column that goes, whose values are moved so", () =>
    journey(version, [Person], async ({ query, up, down }) => {
      await query(rows);
      const target = people((type) => {
        define(type, "amount", String, Column({ type: "int" }));
        define(type, "unit", String, Column({ type: "text" }));
      }, "age");
      await up(target, {
        drop: ["people.age"],
        backfill: ["people.amount=split_part(age, ' ', 1)::int", "people.unit=split_part(age, ' ', 2)"],
      });
      expect(await query("SELECT amount, unit FROM people ORDER BY id")).toEqual([
        { amount: 5, unit: "years" },
        { amount: 61, unit: "years" },
      ]);
      await down();
      expect(await query("SELECT age FROM people ORDER BY id")).toEqual([{ age: "" }, { age: "" }]);
    }));

  it("a backfill that leaves nulls fails with their number and a key, and changes nothing", () =>
    journey(version, [Person], async ({ query, up }) => {
      await query(rows);
      const target = people((type) => define(type, "name", String, Column({ type: "varchar" })), "name");
      await expect(up(target, { backfill: ["people.name=nullif(mood::text, 'glad')"] })).rejects.toThrow(
        "1 rows of public.people still have no name after its backfill, for example id = 2",
      );
      expect(await query("SELECT name FROM people ORDER BY id")).toEqual([{ name: "ann" }, { name: null }]);
    }));

  it("a removed enum label's rows get the label it is mapped to", () =>
    journey(version, [Person], async ({ query, up, down }) => {
      await query(rows);
      const target = people(
        (type) =>
          define(
            type,
            "mood",
            String,
            Column({ type: "enum", enumName: "mood", enum: ["glad", "sad"], default: "sad" }),
          ),
        "mood",
      );
      await up(target, { map: ["mood.gone=sad"] });
      expect(await query("SELECT mood FROM people ORDER BY id")).toEqual([{ mood: "sad" }, { mood: "glad" }]);
      await down();
      expect(await query("SELECT mood FROM people ORDER BY id")).toEqual([{ mood: "sad" }, { mood: "glad" }]);
    }));

  it.each([
    [
      "age",
      Column({ type: "varchar", length: 7 }),
      {},
      "1 rows of public.people have a value in age that varchar(7) cannot hold, for example id = 2",
    ],
    [
      "big",
      Column({ type: "smallint" }),
      {},
      "1 rows of public.people have a value in big that smallint cannot hold, for example id = 3",
    ],
    [
      "price",
      Column({ type: "int" }),
      {},
      "1 rows of public.people have a value in price that integer cannot hold, for example id = 1",
    ],
    [
      "price",
      Column({ type: "numeric", precision: 5, scale: 2 }),
      {},
      "1 rows of public.people have a value in price that numeric(5,2) cannot hold, for example id = 3",
    ],
    [
      "mood",
      Column({ type: "enum", enumName: "mood", enum: ["glad", "sad"], default: "sad" }),
      { drop: ["mood.gone"] },
      "1 rows of public.people have a value in mood that goes (gone), for example id = 1",
    ],
  ])(
    "a narrower %s is refused where rows would not fit, with their number and a key",
    (name, column, said, message) =>
      journey(version, [Person], async ({ query, up }) => {
        await query(rows);
        await query("INSERT INTO people (age, big, price) VALUES ('1', 70000, 12345)");
        const before = await query("SELECT * FROM people ORDER BY id");
        const target = people((type) => define(type, name, String, column), name);
        await expect(up(target, said)).rejects.toThrow(message);
        expect(await query("SELECT * FROM people ORDER BY id")).toEqual(before);
      }),
  );
});

describe("what nobody has said", () => {
  it("a NOT NULL column without a default for rows that are there is a question", () =>
    journey(18, [Person], async ({ generate }) => {
      const target = people((type) => define(type, "rank", Number, Column({ type: "int" })));
      const result = await generate(target);
      if (result.status !== "needs-decision") throw new Error(result.status);
      expect(result.difference.decision.wanted).toEqual([
        {
          kind: "backfill",
          id: "column:public.people.rank",
          subject: "public.people.rank",
          candidates: [{ value: "0", flag: "--backfill public.people.rank=0" }],
          none: { value: "NULL", flag: "--backfill public.people.rank=NULL" },
        },
      ]);
      const empty = await generate(target, { answers: flags({ backfill: ["people.rank=NULL"] }) });
      expect(empty).toMatchObject({ status: "generated" });
    }));

  it("a removed enum label is a question", () =>
    journey(18, [Person], async ({ generate }) => {
      const target = people(
        (type) =>
          define(
            type,
            "mood",
            String,
            Column({ type: "enum", enumName: "mood", enum: ["glad", "sad"], default: "sad" }),
          ),
        "mood",
      );
      const result = await generate(target);
      if (result.status !== "needs-decision") throw new Error(result.status);
      expect(result.difference.decision.wanted).toMatchObject([
        {
          subject: "public.mood.gone",
          candidates: [{ flag: "--map public.mood.gone=glad" }, { flag: "--map public.mood.gone=sad" }],
          none: { flag: "--drop enum-value:public.mood.gone" },
        },
      ]);
    }));

  it.each([
    [{ using: ["people.age=length(agee)"] }, "EXPRESSION_INVALID"],
    [{ using: ["people.age=length("] }, "EXPRESSION_INVALID"],
    [{ using: ["people.agee=1"] }, "HINT_UNKNOWN"],
    [{ usingBack: ["people.age=length("] }, "EXPRESSION_INVALID"],
    [{ map: ["mood.gone=lost"] }, "HINT_INVALID"],
    [{ map: ["mood.glad=sad"] }, "HINT_INVALID"],
    [{ map: ["mood.glat=sad"] }, "HINT_UNKNOWN"],
  ])("%j is an error: %s", (said, code) =>
    journey(18, [Person], async ({ generate }) => {
      const target = people(
        (type) => {
          define(type, "age", Number, Column({ type: "int" }));
          define(
            type,
            "mood",
            String,
            Column({ type: "enum", enumName: "mood", enum: ["glad", "sad"], default: "sad" }),
          );
        },
        "age",
        "mood",
      );
      await expect(generate(target, { answers: flags(said) })).rejects.toMatchObject({ code });
    }),
  );
});
