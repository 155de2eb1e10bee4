import { Column, Entity, ManyToOne, PrimaryGeneratedColumn, ViewEntity } from "typeorm";
import { parseFilter } from "../../src/config/filters";
import { type Patterns, provedStatements } from "../support/comparison";
import { createDatabase, execute, serverVersions, type TestDatabase } from "../support/servers";

@Entity()
class Team {
  @PrimaryGeneratedColumn()
  id!: number;
  @Column()
  title!: string;
}

@Entity()
class Player {
  @PrimaryGeneratedColumn()
  id!: number;
  @Column({ type: "enum", enum: ["left", "right"] })
  foot!: string;
  @ManyToOne(() => Team)
  team!: Team;
}

@Entity({ schema: "audit" })
class Log {
  @PrimaryGeneratedColumn()
  id!: number;
}

@ViewEntity({ expression: "SELECT player.id, team.id AS team FROM player JOIN team ON true" })
class Lineup {}

const entities = [Team, Player, Log, Lineup];

const handMade = [
  "CREATE TABLE team (id serial PRIMARY KEY, title varchar DEFAULT lower('X'))",
  "CREATE TYPE player_foot_enum AS ENUM ('left')",
  `CREATE TABLE player (id serial, legacy int CHECK (legacy > 0), foot player_foot_enum NOT NULL,
     "teamId" int, CONSTRAINT "PK_65edadc946a7faf4b638d5e8885" PRIMARY KEY (id),
     CONSTRAINT by_hand FOREIGN KEY ("teamId") REFERENCES team ON DELETE CASCADE)`,
  'CREATE INDEX tmp_team ON player ("teamId")',
  "CREATE INDEX tmp_legacy ON player (legacy)",
  "CREATE VIEW lineup AS SELECT player.id FROM player",
];

describe.each(serverVersions)("on PostgreSQL %i", (version) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase(version);
    await execute(database.url, ...handMade);
  });
  afterAll(() => database.drop());

  const statementsWith = async (patterns: Patterns) =>
    (await provedStatements(database.url, entities, patterns)).statements.join("\n");

  test("without a filter everything is compared", async () => {
    const all = await statementsWith({});
    for (const name of [
      "audit.log",
      "title",
      "tmp_team",
      "tmp_legacy",
      "DROP COLUMN legacy",
      "by_hand",
      "lineup",
    ])
      expect(all).toContain(name);
  });

  test("an excluded table stays as it is, with its children and the foreign keys to it", async () => {
    const statements = await statementsWith({ exclude: ["table:public.team"] });
    expect(statements).not.toMatch(/title|by_hand|FOREIGN KEY|ALTER TABLE public.team/);
    // The view is made anew all the same, though it reads that table.
    expect(statements).toContain("CREATE");
    expect(statements).toContain("lineup");
  });

  test("an excluded column stays, with all that stands on it", async () => {
    const statements = await statementsWith({ exclude: ["column:*.legacy"] });
    expect(statements).not.toContain("legacy");
    expect(statements).toContain("tmp_team");
  });

  test("an excluded index stays", async () => {
    const statements = await statementsWith({ exclude: ["index:public.tmp_t*"] });
    expect(statements).not.toContain("tmp_team");
    expect(statements).toContain("tmp_legacy");
  });

  test("an excluded schema stays, with all that is in it", async () => {
    expect(await statementsWith({ exclude: ["schema:audit"] })).not.toContain("audit");
    expect(await statementsWith({ exclude: ["audit.*"] })).not.toContain("audit.log");
  });

  test("with includes only they are compared, and the types of their columns", async () => {
    const statements = await statementsWith({
      include: ["table:player"],
      exclude: ["*legacy*", "index:tmp_*"],
    });
    expect(statements).toMatch(/player_foot_enum.*'right'/);
    expect(statements).not.toMatch(/lineup|title|audit|legacy|tmp_/);
  });

  test("a single index may be included", async () => {
    expect(await statementsWith({ include: ["index:public.tmp_team"] })).toBe("DROP INDEX public.tmp_team");
  });

  test("a pattern that matches nothing is noted", async () => {
    const { notes } = await provedStatements(database.url, entities, { exclude: ["player", "table:playr"] });
    expect(notes.filter((note) => note.startsWith("The filter"))).toEqual([
      "The filter table:playr matches nothing.",
    ]);
  });
});

describe("a pattern", () => {
  test("may name a kind", () => {
    expect(parseFilter("foreign-key:public.*")).toMatchObject({ kind: "foreignKey", pattern: "public.*" });
    expect(parseFilter("public.*")).toMatchObject({ kind: null, pattern: "public.*" });
  });

  test.each(["tabel:public.x", "table:", ""])("%p is an error that lists the kinds", (text) => {
    expect(() => parseFilter(text)).toThrow(
      expect.objectContaining({ code: "FILTER_INVALID", hint: expect.stringContaining("materialized-view") }),
    );
  });
});
