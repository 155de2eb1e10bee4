import {
  Check,
  Column,
  Entity,
  Index,
  JoinTable,
  ManyToMany,
  ManyToOne,
  PrimaryGeneratedColumn,
  Unique,
} from "typeorm";
import { generate } from "../../src/pipeline";
import type { ColumnFate } from "../../src/proof";
import { configurationOf } from "../support/comparison";
import { serverVersions } from "../support/servers";
import { flags, journey } from "./journey";

/** The same classes under other names, as an entity file has them after the rename. */
function users() {
  @Entity("users")
  @Unique(["email"])
  @Check(`"age" > 0`)
  class User {
    @PrimaryGeneratedColumn() id!: number;
    @Column() email!: string;
    @Index() @Column() age!: number;
    @Column({ type: "enum", enum: ["new", "old"], default: "new" }) kind!: string;
    @ManyToMany(() => Role) @JoinTable() roles!: Role[];
    @ManyToMany(() => User) @JoinTable() friends!: User[];
  }
  @Entity("roles")
  class Role {
    @PrimaryGeneratedColumn() id!: number;
    @Column() name!: string;
  }
  @Entity("posts")
  class Post {
    @PrimaryGeneratedColumn() id!: number;
    @ManyToOne(() => User, { onDelete: "CASCADE" }) author!: User;
  }
  return [User, Role, Post];
}

function accounts(schema?: string) {
  @Entity("accounts", schema === undefined ? {} : { schema })
  @Unique(["email"])
  @Check(`"age" > 0`)
  class Account {
    @PrimaryGeneratedColumn() id!: number;
    @Column() email!: string;
    @Index() @Column() age!: number;
    @Column({ type: "enum", enum: ["new", "old"], default: "new" }) kind!: string;
    @ManyToMany(() => Role) @JoinTable() roles!: Role[];
    @ManyToMany(() => Account) @JoinTable() friends!: Account[];
  }
  @Entity("roles")
  class Role {
    @PrimaryGeneratedColumn() id!: number;
    @Column() name!: string;
  }
  @Entity("posts")
  class Post {
    @PrimaryGeneratedColumn() id!: number;
    @ManyToOne(() => Account, { onDelete: "CASCADE" }) author!: Account;
  }
  return [Account, Role, Post];
}

const rows = [
  "INSERT INTO users (email, age, kind) VALUES ('a@x', 5, 'new'), ('b@x', 6, 'old')",
  "INSERT INTO roles (name) VALUES ('admin'), ('guest')",
  'INSERT INTO users_roles_roles ("usersId", "rolesId") VALUES (1, 2), (2, 1)',
  'INSERT INTO users_friends_users ("usersId_1", "usersId_2") VALUES (1, 2)',
  'INSERT INTO posts ("authorId") VALUES (2)',
];

function swapped(one: string, other: string) {
  @Entity()
  class Tag {
    @PrimaryGeneratedColumn() id!: number;
  }
  @Entity(other)
  class Other {
    @PrimaryGeneratedColumn() id!: number;
    @Index() @Column({ type: "text" }) x!: string;
    @Column({ type: "enum", enum: ["p", "q"], default: "p" }) kind!: string;
    @ManyToMany(() => Tag) @JoinTable() tags!: Tag[];
  }
  @Entity(one)
  class One {
    @PrimaryGeneratedColumn() id!: number;
    @Index() @Column({ type: "text" }) x!: string;
    @Column({ type: "enum", enum: ["r", "p"], default: "r" }) kind!: string;
    @ManyToOne(() => Other) other!: Other;
    @ManyToMany(() => Tag) @JoinTable() tags!: Tag[];
  }
  return [One, Other, Tag];
}

/** Two tables, one of them in a schema, and what joins them. */
function joined(one: string, schema: string, other: string, type: "int" | "bigint") {
  @Entity(other)
  class Other {
    @PrimaryGeneratedColumn() id!: number;
  }
  @Entity(one, { schema })
  class One {
    @PrimaryGeneratedColumn({ type }) id!: number;
    @Index() @Column({ type, name: `${one}_rank` }) rank!: number;
    @ManyToMany(() => Other) @JoinTable() list!: Other[];
  }
  return [One, Other];
}

describe.each(serverVersions)("a renamed table on PostgreSQL %i", (version) => {
  it("keeps its rows, and its join tables, sequence, enum, constraints and indexes follow", () =>
    journey(version, users(), async ({ query, up, down }) => {
      for (const row of rows) await query(row);
      const there = await up(accounts(), { rename: ["users=accounts"] });
      expect(there.filter((sql) => !/ RENAME /.test(sql))).toEqual([]);
      expect(await query("SELECT * FROM accounts ORDER BY id")).toEqual([
        { id: 1, email: "a@x", age: 5, kind: "new" },
        { id: 2, email: "b@x", age: 6, kind: "old" },
      ]);
      expect(await query("SELECT * FROM accounts_roles_roles ORDER BY 1")).toEqual([
        { accountsId: 1, rolesId: 2 },
        { accountsId: 2, rolesId: 1 },
      ]);
      expect(await query("SELECT * FROM accounts_friends_accounts")).toEqual([
        { accountsId_1: 1, accountsId_2: 2 },
      ]);
      expect(await query("INSERT INTO accounts (email, age) VALUES ('c@x', 7) RETURNING id, kind")).toEqual([
        { id: 3, kind: "new" },
      ]);
      const back = await down();
      expect(back.filter((sql) => !/ RENAME /.test(sql))).toEqual([]);
      expect(await query("SELECT id, email FROM users ORDER BY id")).toEqual([
        { id: 1, email: "a@x" },
        { id: 2, email: "b@x" },
        { id: 3, email: "c@x" },
      ]);
      expect(await query("SELECT * FROM users_friends_users")).toEqual([{ usersId_1: 1, usersId_2: 2 }]);
    }));

  it("moves to a schema that is made for it, and back", () =>
    journey(version, users(), async ({ query, up, down }) => {
      for (const row of rows) await query(row);
      await up(accounts("app"), { rename: ["table:public.users=app.accounts"] });
      expect(await query("SELECT id, email FROM app.accounts ORDER BY id")).toEqual([
        { id: 1, email: "a@x" },
        { id: 2, email: "b@x" },
      ]);
      expect(await query("SELECT count(*)::int AS n FROM app.accounts_roles_roles")).toEqual([{ n: 2 }]);
      expect(await query("SELECT * FROM posts")).toEqual([{ id: 1, authorId: 2 }]);
      await down();
      expect(await query("SELECT id, email FROM users ORDER BY id")).toEqual([
        { id: 1, email: "a@x" },
        { id: 2, email: "b@x" },
      ]);
      expect(await query("SELECT count(*)::int AS n FROM users_roles_roles")).toEqual([{ n: 2 }]);
    }));

  it("is asked about, even where no migration made the old one", () =>
    journey(version, users(), async ({ generate }) => {
      const result = await generate(accounts());
      if (result.status !== "needs-decision") throw new Error(result.status);
      expect(
        result.difference.decision.questions.map(({ removed, candidates, drop }) => ({
          removed,
          first: candidates[0]?.flag,
          drop,
        })),
      ).toEqual([
        // Its join tables follow.
        {
          removed: "public.users",
          first: "--rename table:public.users=public.accounts",
          drop: "--drop table:public.users",
        },
      ]);
    }));

  it("swaps its name with another's, whose key, index, sequence, enum and join table swap theirs", () =>
    journey(version, swapped("a", "b"), async ({ query, up, down }) => {
      await query("INSERT INTO tag DEFAULT VALUES");
      await query("INSERT INTO b (x, kind) VALUES ('of b', 'q')");
      await query("INSERT INTO a (x, \"otherId\") VALUES ('of a', 1), ('of a', 1), ('of a', 1)");
      await query("INSERT INTO a_tags_tag VALUES (3, 1)");
      await query("INSERT INTO b_tags_tag VALUES (1, 1)");
      const indexed = await query(
        "SELECT tablename FROM pg_indexes WHERE indexdef LIKE '%(x)' ORDER BY indexname",
      );
      const there = await up(swapped("b", "a"), { rename: ["a=b", "b=a"] });
      expect(there.filter((sql) => !/ RENAME /.test(sql))).toEqual([]);
      expect(
        await query("SELECT tablename FROM pg_indexes WHERE indexdef LIKE '%(x)' ORDER BY indexname"),
      ).toEqual(indexed);
      expect(await query('SELECT DISTINCT x, kind, "otherId" FROM b')).toEqual([
        { x: "of a", kind: "r", otherId: 1 },
      ]);
      expect(await query("SELECT x, kind FROM a")).toEqual([{ x: "of b", kind: "q" }]);
      expect(await query("SELECT * FROM b_tags_tag")).toEqual([{ bId: 3, tagId: 1 }]);
      expect(await query("SELECT * FROM a_tags_tag")).toEqual([{ aId: 1, tagId: 1 }]);
      expect(await query("INSERT INTO a (x) VALUES ('more') RETURNING id, kind")).toEqual([
        { id: 2, kind: "p" },
      ]);
      expect(await query("INSERT INTO b (x) VALUES ('more') RETURNING id")).toEqual([{ id: 4 }]);
      const back = await down();
      expect(back.filter((sql) => !/ RENAME /.test(sql))).toEqual([]);
      expect(await query("SELECT x FROM b ORDER BY id")).toEqual([{ x: "of b" }, { x: "more" }]);
      expect(await query("INSERT INTO a (x) VALUES ('last') RETURNING id")).toEqual([{ id: 5 }]);
    }));
});

test("tables that are renamed and moved together take what joins them along, and wider keys, while others work", () =>
  journey(18, joined("users", "public", "groups", "int"), async ({ url }) => {
    const rename = ["users=app.people", "groups=teams", "users.users_rank=people_rank"];
    const configuration = configurationOf(url, joined("people", "app", "teams", "bigint"));
    const result = await generate(
      { ...configuration, strategy: "online" },
      { dryRun: true, answers: flags({ rename }) },
    );
    if (result.status !== "generated") throw new Error(result.status);
    const fates = (all: readonly ColumnFate[] = []) => all.map(({ fate, from, to }) => [fate, from, to]);
    const copied = [
      ["people.id", "users.id"],
      ["people.people_rank", "users.users_rank"],
      ['people_list_teams."peopleId"', 'users_list_groups."usersId"'],
    ] as const;
    for (const [now, then] of copied) {
      const [there, back] = [`app.${now}`, `public.${then}`];
      expect(fates(result.proof?.fates)).toContainEqual(["retyped through a copy", back, there]);
      expect(fates(result.proof?.fatesBack)).toContainEqual(["retyped through a copy", there, back]);
    }
    const lost = [...(result.proof?.fates ?? []), ...(result.proof?.fatesBack ?? [])];
    expect(lost.filter(({ fate }) => fate === "lost")).toEqual([]);
  }));
