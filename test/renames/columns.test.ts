import {
  Check,
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  ViewColumn,
  ViewEntity,
} from "typeorm";
import { RenamedFrom } from "../../src";
import { serverVersions } from "../support/servers";
import { journey } from "./journey";

const isRename = (sql: string) => / RENAME /.test(sql);

function person() {
  @Entity("people")
  @Check(`"name" <> ''`)
  @Index(["name", "city"])
  class Person {
    @PrimaryGeneratedColumn() id!: number;
    @Index() @Column({ length: 20 }) name!: string;
    @Column() city!: string;
    @Column({ nullable: true, type: "text" }) note!: string | null;
  }
  @ViewEntity("names", { expression: "SELECT id, name FROM people WHERE name <> 'x'" })
  class Names {
    @ViewColumn() id!: number;
    @ViewColumn() name!: string;
  }
  @ViewEntity("shouted", {
    expression: "SELECT id, upper(name) AS loud, name FROM names",
    dependsOn: [Names],
  })
  class Shouted {
    @ViewColumn() loud!: string;
  }
  @Entity("badges")
  class Badge {
    @PrimaryColumn() number!: number;
    @ManyToOne(() => Person) @JoinColumn({ name: "holder" }) holder!: Person;
  }
  return [Person, Names, Shouted, Badge];
}

describe.each(serverVersions)("renamed columns on PostgreSQL %i", (version) => {
  const rows = [
    "INSERT INTO people (name, city, note) VALUES ('ann', 'rome', 'n1'), ('bob', 'oslo', NULL)",
    "INSERT INTO badges VALUES (7, 1), (8, 2)",
  ];

  it("keep their values, under a check, indexes and views, and nothing is made anew", () =>
    journey(version, person(), async ({ query, up, down }) => {
      for (const row of rows) await query(row);
      @Entity("people")
      @Check(`"fullName" <> ''`)
      @Index(["fullName", "town"])
      class Person {
        @PrimaryGeneratedColumn() key!: number;
        @Index() @Column({ length: 20 }) fullName!: string;
        @Column() town!: string;
        @Column({ nullable: true, type: "text" }) note!: string | null;
      }
      @ViewEntity("names", { expression: `SELECT key, "fullName" FROM people WHERE "fullName" <> 'x'` })
      class Names {
        @ViewColumn() key!: number;
      }
      @ViewEntity("shouted", {
        expression: `SELECT key, upper("fullName") AS loud, "fullName" FROM names`,
        dependsOn: [Names],
      })
      class Shouted {
        @ViewColumn() loud!: string;
      }
      @Entity("badges")
      class Badge {
        @PrimaryColumn() serial!: number;
        @ManyToOne(() => Person) @JoinColumn({ name: "owner" }) owner!: Person;
      }
      const rename = ["people.id=key", "people.name=fullName", "people.city=town", "badges.number=serial"];
      const there = await up([Person, Names, Shouted, Badge], { rename: [...rename, "badges.holder=owner"] });
      expect(there.filter((sql) => !isRename(sql))).toEqual([]);
      expect(await query('SELECT key, "fullName", town, note FROM people ORDER BY key')).toEqual([
        { key: 1, fullName: "ann", town: "rome", note: "n1" },
        { key: 2, fullName: "bob", town: "oslo", note: null },
      ]);
      expect(await query("SELECT * FROM shouted ORDER BY key LIMIT 1")).toEqual([
        { key: 1, loud: "ANN", fullName: "ann" },
      ]);
      expect(await query("SELECT * FROM badges ORDER BY 1")).toEqual([
        { serial: 7, owner: 1 },
        { serial: 8, owner: 2 },
      ]);
      const back = await down();
      expect(back.filter((sql) => !isRename(sql))).toEqual([]);
      expect(await query("SELECT * FROM people ORDER BY id")).toEqual([
        { id: 1, name: "ann", city: "rome", note: "n1" },
        { id: 2, name: "bob", city: "oslo", note: null },
      ]);
      expect(await query("SELECT * FROM shouted ORDER BY id LIMIT 1")).toEqual([
        { id: 1, loud: "ANN", name: "ann" },
      ]);
    }));

  it("keep their values beside added, removed and retyped columns", () =>
    journey(version, person().slice(0, 1), async ({ query, up, down }) => {
      await query(rows[0] ?? "");
      @Entity("people")
      class Person {
        @PrimaryGeneratedColumn() id!: number;
        @Column({ type: "text" }) fullName!: string;
        @Column({ length: 90 }) city!: string;
        @Column({ default: 3 }) rank!: number;
      }
      await up([Person], { rename: ["people.name=fullName"], drop: ["people.note"] });
      expect(await query("SELECT * FROM people ORDER BY id")).toEqual([
        { id: 1, fullName: "ann", city: "rome", rank: 3 },
        { id: 2, fullName: "bob", city: "oslo", rank: 3 },
      ]);
      await down();
      expect(await query("SELECT * FROM people ORDER BY id")).toEqual([
        { id: 1, name: "ann", city: "rome", note: null },
        { id: 2, name: "bob", city: "oslo", note: null },
      ]);
    }));

  it("swap their names", () =>
    journey(version, person().slice(0, 1), async ({ query, up, down }) => {
      await query(rows[0] ?? "");
      await query("UPDATE people SET note = 'x'");
      @Entity("people")
      @Check(`"city" <> ''`)
      @Index(["city", "name"])
      class Person {
        @PrimaryGeneratedColumn() id!: number;
        @Index() @Column({ length: 20 }) city!: string;
        @Column() name!: string;
        @Column({ nullable: true, type: "text" }) note!: string | null;
      }
      const there = await up([Person], { rename: ["people.name=city", "people.city=name"] });
      expect(there.filter((sql) => !isRename(sql))).toEqual([]);
      expect(await query("SELECT id, city, name FROM people ORDER BY id")).toEqual([
        { id: 1, city: "ann", name: "rome" },
        { id: 2, city: "bob", name: "oslo" },
      ]);
      await down();
      expect(await query("SELECT id, city, name FROM people ORDER BY id")).toEqual([
        { id: 1, city: "rome", name: "ann" },
        { id: 2, city: "oslo", name: "bob" },
      ]);
    }));
});

/** What the entities say themselves. */
describe("@RenamedFrom", () => {
  class Address {
    @Column() street!: string;
  }
  class NewAddress {
    @RenamedFrom("street") @Column() road!: string;
  }
  @Entity("people")
  class Person {
    @PrimaryGeneratedColumn() id!: number;
    @Column() name!: string;
    @Column({ type: "enum", enum: ["new", "done"] }) state!: string;
    @Column(() => Address) home!: Address;
    @ManyToOne(() => Person) boss!: Person | null;
  }
  @Entity("humans")
  @RenamedFrom("people")
  class Human {
    @PrimaryGeneratedColumn() id!: number;
    @RenamedFrom("name") @Column() fullName!: string;
    @RenamedFrom("new", "open") @Column({ type: "enum", enum: ["open", "done"] }) state!: string;
    @Column(() => NewAddress) home!: NewAddress;
    @RenamedFrom("bossId") @ManyToOne(() => Human) chief!: Human | null;
  }

  it("renames a table, columns, those of an embedded class, a relation's, and an enum's label", () =>
    journey(18, [Person], async ({ query, up, down, generate }) => {
      await query(`INSERT INTO people (name, state, "homeStreet") VALUES ('ann', 'new', 'Elm')`);
      await query('UPDATE people SET "bossId" = id');
      const there = await up([Human]);
      expect(there.filter((sql) => !isRename(sql))).toEqual([]);
      const [row] = await query("SELECT * FROM humans");
      expect(row).toEqual({ id: 1, fullName: "ann", state: "open", homeRoad: "Elm", chiefId: 1 });
      expect(await generate([Human])).toEqual({ status: "nothing" });
      await down();
      expect(await query('SELECT name, state, "homeStreet", "bossId" FROM people')).toEqual([
        { name: "ann", state: "new", homeStreet: "Elm", bossId: 1 },
      ]);
    }));

  it("has no effect on a database that never knew the old names", () =>
    journey(18, [], async ({ up }) => {
      const there = await up([Human]);
      expect(there.filter(isRename)).toEqual([]);
    }));

  it("gives way to a flag", () =>
    journey(18, [Person], async ({ query, up }) => {
      await query(`INSERT INTO people (name, state, "homeStreet") VALUES ('ann', 'new', 'Elm')`);
      @Entity("people")
      class Other {
        @PrimaryGeneratedColumn() id!: number;
        @RenamedFrom("name") @Column({ nullable: true, type: "varchar" }) nickname!: string | null;
        @Column({ type: "enum", enum: ["new", "done"] }) state!: string;
        @Column(() => Address) home!: Address;
        @ManyToOne(() => Other) boss!: Other | null;
      }
      await up([Other], { drop: ["people.name"] });
      expect(await query("SELECT nickname FROM people")).toEqual([{ nickname: null }]);
    }));

  it("on something that has no name of its own is an error that says where", () =>
    journey(18, [], async ({ generate }) => {
      @Entity()
      class Wrong {
        @PrimaryGeneratedColumn() id!: number;
        @RenamedFrom("a", "b") @Column() name!: string;
      }
      await expect(generate([Wrong])).rejects.toMatchObject({
        code: "ENTITY_NOT_EXPRESSIBLE",
        message: expect.stringContaining("Wrong.name"),
      });
    }));
});
