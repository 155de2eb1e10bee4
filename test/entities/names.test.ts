import { Column, Entity, Index, PrimaryColumn, Unique } from "typeorm";
import { generatedName, identifier } from "../../src/entities/identifiers";
import { columnsOf, namesOf, schemaOfEntities } from "./describe";

describe("names", () => {
  test("are cut at 63 bytes, never inside a character", () => {
    expect(identifier("a".repeat(63))).toBe("a".repeat(63));
    expect(identifier("a".repeat(64))).toBe("a".repeat(63));
    expect(identifier(`${"a".repeat(62)}ü`)).toBe("a".repeat(62));
    expect(identifier(`${"a".repeat(60)}😀`)).toBe("a".repeat(60));
  });

  test("of sequences shorten the longer part first, as PostgreSQL does", () => {
    expect(generatedName("users", "id", "seq")).toBe("users_id_seq");
    expect(generatedName("t".repeat(63), "id", "seq")).toBe(`${"t".repeat(56)}_id_seq`);
    expect(generatedName("t".repeat(63), "c".repeat(63), "seq")).toBe(
      `${"t".repeat(29)}_${"c".repeat(29)}_seq`,
    );
  });

  test("that are one after cutting are an error", async () => {
    const long = "x".repeat(63);
    @Entity()
    class Twins {
      @PrimaryColumn()
      id!: number;
      @Column({ name: `${long}1` })
      one!: string;
      @Column({ name: `${long}2`, nullable: true })
      two!: string;
    }
    await expect(schemaOfEntities([Twins])).rejects.toMatchObject({
      code: "ENTITIES_CONFLICT",
      message: `Twins.one and Twins.two describe column public.twins.${long} differently.`,
    });
  });

  test("of indexes, constraints and tables of one schema must differ", async () => {
    @Entity()
    @Unique("taken", ["name"])
    class One {
      @PrimaryColumn()
      id!: number;
      @Column()
      name!: string;
    }
    @Entity()
    class Two {
      @PrimaryColumn()
      id!: number;
      @Column()
      @Index("taken")
      name!: string;
    }
    await expect(schemaOfEntities([One, Two])).rejects.toMatchObject({
      code: "ENTITIES_CONFLICT",
      message: expect.stringMatching(
        /One\.name and Two\.name.*unique public\.one\.taken and index public\.taken/,
      ),
    });
  });
});

describe("two entities on one table", () => {
  test("are one table where they agree", async () => {
    @Entity("account")
    class Account {
      @PrimaryColumn()
      id!: number;
      @Column()
      name!: string;
    }
    @Entity("account")
    class AccountBalance {
      @PrimaryColumn()
      id!: number;
      @Column({ nullable: true })
      balance!: number;
    }
    const schema = await schemaOfEntities([Account, AccountBalance]);
    expect(namesOf(schema, "table")).toEqual(["account"]);
    expect(Object.keys(columnsOf(schema))).toEqual(["id", "name", "balance"]);
  });

  test("are an error that names both where they do not", async () => {
    @Entity("ledger")
    class Ledger {
      @PrimaryColumn()
      id!: number;
      @Column()
      amount!: number;
    }
    @Entity("ledger")
    class LedgerEntry {
      @PrimaryColumn()
      id!: number;
      @Column({ type: "bigint" })
      amount!: string;
    }
    await expect(schemaOfEntities([Ledger, LedgerEntry])).rejects.toMatchObject({
      code: "ENTITIES_CONFLICT",
      message: "Ledger.amount and LedgerEntry.amount describe column public.ledger.amount differently.",
    });
  });
});
