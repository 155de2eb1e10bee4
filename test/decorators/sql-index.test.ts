import { Column, Entity, ManyToOne, PrimaryGeneratedColumn } from "typeorm";
import { Extension, SqlIndex, sql } from "../../src";
import { statementsOf, synchronize } from "../support/comparison";
import { createDatabase, execute, serverVersions, type TestDatabase } from "../support/servers";

class Address {
  @Column({ nullable: true })
  @SqlIndex("idx_city", { order: "DESC", nulls: "LAST" })
  city!: string;
}

abstract class Base {
  @PrimaryGeneratedColumn()
  id!: number;
  @Column({ type: "timestamptz" })
  @SqlIndex({ using: "BRIN", with: { pages_per_range: 32 } })
  createdAt!: Date;
}

@Entity()
class Team extends Base {}

@Entity()
@Extension("pg_trgm")
@SqlIndex("idx_email", [sql`LOWER(email)`], { unique: true, where: "email <> ''" })
@SqlIndex("idx_order", ["name", { property: "createdAt", order: "DESC" }], { include: ["mail"] })
@SqlIndex("idx_trgm", [{ property: "name", operatorClass: "gin_trgm_ops" }], {
  using: "gin",
  with: { fastupdate: false },
})
@SqlIndex("idx_class", [{ property: "name", operatorClass: "text_ops", collation: "C" }, "(id+1)"], {
  with: { fillfactor: 70 },
})
@SqlIndex("idx_team", ["team", { expression: "coalesce(name, 'x')", nulls: "FIRST" }])
class Person extends Base {
  @Column({ type: "text", nullable: true })
  name!: string;
  @Column({ name: "email" })
  mail!: string;
  @ManyToOne(() => Team)
  team!: Team;
  @Column(() => Address)
  home!: Address;
}

const entities = [Team, Person];

describe.each(serverVersions)("on PostgreSQL %i", (version) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createDatabase(version);
  });
  afterEach(() => database.drop());

  test("@SqlIndex makes what it says, and finds nothing to do afterwards", async () => {
    const statements = await synchronize(database.url, entities);
    expect(statements.filter((statement) => statement.includes("INDEX")).sort()).toEqual([
      `CREATE INDEX "IDX_40c9e61dd99bf4961dc70daa92" ON public.team USING brin ("createdAt") WITH (pages_per_range=32)`,
      `CREATE INDEX "IDX_98aa85ef917b4938495bd52712" ON public.person USING brin ("createdAt") WITH (pages_per_range=32)`,
      `CREATE INDEX idx_city ON public.person ("homeCity" DESC NULLS LAST)`,
      `CREATE INDEX idx_class ON public.person (name COLLATE "C" text_ops, (id+1)) WITH (fillfactor=70)`,
      `CREATE INDEX idx_order ON public.person (name, "createdAt" DESC) INCLUDE (email)`,
      `CREATE INDEX idx_team ON public.person ("teamId", (coalesce(name, 'x')) NULLS FIRST)`,
      `CREATE INDEX idx_trgm ON public.person USING gin (name public.gin_trgm_ops) WITH (fastupdate=false)`,
      `CREATE UNIQUE INDEX idx_email ON public.person ((LOWER(email)))\n  WHERE email <> ''`,
    ]);
    expect(await statementsOf(database.url, entities)).toEqual([]);
  });

  test.each([
    ["an order", `CREATE INDEX idx_city ON person ("homeCity")`],
    ["the place of nulls", `CREATE INDEX idx_city ON person ("homeCity" DESC)`],
    ["an included column", `CREATE INDEX idx_order ON person (name, "createdAt" DESC)`],
    ["an expression", "CREATE UNIQUE INDEX idx_email ON person ((upper(email))) WHERE email <> ''"],
    ["a predicate", "CREATE UNIQUE INDEX idx_email ON person ((lower(email))) WHERE email > ''"],
    ["a collation", "CREATE INDEX idx_class ON person (name, (id + 1)) WITH (fillfactor=70)"],
    [
      "an operator class",
      `CREATE INDEX idx_class ON person (name COLLATE "C" text_pattern_ops, (id + 1)) WITH (fillfactor=70)`,
    ],
  ])("%s that differs makes the index anew", async (_, made) => {
    await synchronize(database.url, entities);
    const name = /idx_\w+/.exec(made)?.[0];
    await execute(database.url, `DROP INDEX ${name}`, made);
    const statements = await statementsOf(database.url, entities);
    expect(statements).toEqual([
      `DROP INDEX public.${name}`,
      expect.stringMatching(`CREATE .*INDEX ${name} `),
    ]);
    await execute(database.url, ...statements);
    expect(await statementsOf(database.url, entities)).toEqual([]);
  });

  test("a storage parameter that differs is set", async () => {
    await synchronize(database.url, entities);
    await execute(
      database.url,
      "ALTER INDEX idx_class SET (fillfactor=80)",
      "ALTER INDEX idx_order SET (fillfactor=80)",
    );
    expect(await statementsOf(database.url, entities)).toEqual([
      "ALTER INDEX public.idx_class SET (fillfactor=70)",
      "ALTER INDEX public.idx_order RESET (fillfactor)",
    ]);
  });

  test("operator classes are found where their extension is installed", async () => {
    await execute(database.url, "CREATE SCHEMA extras", "CREATE EXTENSION pg_trgm SCHEMA extras");
    const [create] = (await synchronize(database.url, entities)).filter((statement) =>
      statement.includes("idx_trgm"),
    );
    expect(create).toContain("extras.gin_trgm_ops");
    expect(await statementsOf(database.url, entities)).toEqual([]);
  });
});

describe.each(serverVersions.filter((version) => version >= 15))("on PostgreSQL %i", (version) => {
  test("nullsNotDistinct is compared", async () => {
    @Entity()
    class Slot {
      @PrimaryGeneratedColumn()
      id!: number;
      @Column({ type: "int", nullable: true })
      @SqlIndex("idx_slot", { unique: true, nullsNotDistinct: true })
      place!: number;
    }
    const { url, drop } = await createDatabase(version);
    try {
      await synchronize(url, [Slot]);
      expect(await statementsOf(url, [Slot])).toEqual([]);
      await execute(url, "DROP INDEX idx_slot", "CREATE UNIQUE INDEX idx_slot ON slot (place)");
      expect(await statementsOf(url, [Slot])).toEqual([
        "DROP INDEX public.idx_slot",
        "CREATE UNIQUE INDEX idx_slot ON public.slot (place) NULLS NOT DISTINCT",
      ]);
    } finally {
      await drop();
    }
  });
});
