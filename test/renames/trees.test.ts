import {
  Column,
  Entity,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  Tree,
  TreeChildren,
  TreeLevelColumn,
  TreeParent,
} from "typeorm";
import { journey } from "./journey";

type TreeOptions = NonNullable<Parameters<typeof Tree>[1]>;

interface Choice {
  readonly table?: string;
  readonly type?: "int" | "bigint" | "uuid";
  readonly options?: TreeOptions;
  readonly key?: string;
}

/** A tree with a closure table, which is TypeORM's and in no entity. */
function closure({ table = "categories", type = "int", options, key = "id" }: Choice = {}) {
  class Node {
    parent!: Node | null;
    children!: Node[];
    level!: number;
  }
  Entity(table)(Node);
  Tree("closure-table", options)(Node);
  if (type === "uuid") PrimaryColumn({ type })(Node.prototype, key);
  else PrimaryGeneratedColumn({ type })(Node.prototype, key);
  Column({ type: "text", nullable: true })(Node.prototype, "title");
  TreeParent()(Node.prototype, "parent");
  TreeChildren()(Node.prototype, "children");
  TreeLevelColumn()(Node.prototype, "level");
  return [Node];
}

/** A tree that is kept in columns of its own. */
function inColumns(kind: "nested-set" | "materialized-path", table: string) {
  class Node {
    parent!: Node | null;
    children!: Node[];
  }
  Entity(table)(Node);
  Tree(kind)(Node);
  PrimaryGeneratedColumn()(Node.prototype, "id");
  TreeParent()(Node.prototype, "parent");
  TreeChildren()(Node.prototype, "children");
  return [Node];
}

const rows = [
  `INSERT INTO categories (title, level) VALUES ('root', 0), ('leaf', 1)`,
  `UPDATE categories SET "parentId" = 1 WHERE id = 2`,
  "INSERT INTO categories_closure VALUES (1, 1, 0), (1, 2, 1), (2, 2, 0)",
];
const isRename = (sql: string) => / RENAME /.test(sql);

describe("a tree with a closure table", () => {
  it("keeps its paths under another name, in another schema and with another key", () =>
    journey(18, closure(), async ({ query, up, down }) => {
      for (const row of rows) await query(row);
      const there = await up(closure({ table: "topics" }), { rename: ["categories=topics"] });
      expect(there.filter((sql) => !isRename(sql))).toEqual([]);
      expect(await query("SELECT * FROM topics_closure ORDER BY 1, 2")).toHaveLength(3);
      const back = await down();
      expect(back.filter((sql) => !isRename(sql))).toEqual([]);
      expect(await query("SELECT * FROM categories_closure ORDER BY 1, 2")).toEqual([
        { id_ancestor: 1, id_descendant: 1, level: 0 },
        { id_ancestor: 1, id_descendant: 2, level: 1 },
        { id_ancestor: 2, id_descendant: 2, level: 0 },
      ]);
    }));

  it("gives its paths the type of its key", () =>
    journey(18, closure(), async ({ query, up, down }) => {
      for (const row of rows) await query(row);
      await up(closure({ type: "bigint" }));
      expect(await query("SELECT id_ancestor, id_descendant FROM categories_closure ORDER BY 1, 2")).toEqual([
        { id_ancestor: "1", id_descendant: "1" },
        { id_ancestor: "1", id_descendant: "2" },
        { id_ancestor: "2", id_descendant: "2" },
      ]);
      await down();
      expect(await query("SELECT count(*)::int AS n FROM categories_closure")).toEqual([{ n: 3 }]);
    }));

  it("asks what becomes of its numbers where its key becomes a uuid", () =>
    journey(18, closure(), async ({ generate }) => {
      await expect(generate(closure({ type: "uuid" }))).rejects.toMatchObject({ code: "NO_CAST", exit: 3 });
    }));

  it("gets a closure table with names of its own", () =>
    journey(18, closure(), async ({ query, up, down }) => {
      for (const row of rows) await query(row);
      const options: TreeOptions = {
        closureTableName: "paths",
        ancestorColumnName: ({ propertyName }) => `above_${propertyName}`,
        descendantColumnName: ({ propertyName }) => `below_${propertyName}`,
      };
      const there = await up(closure({ options }), {
        rename: [
          "categories_closure=paths_closure",
          "paths_closure.id_ancestor=above_id",
          "paths_closure.id_descendant=below_id",
        ],
      });
      expect(there.filter((sql) => !isRename(sql))).toEqual([]);
      expect(await query("SELECT above_id, below_id FROM paths_closure ORDER BY 1, 2")).toHaveLength(3);
      await down();
      expect(await query("SELECT * FROM categories_closure")).toHaveLength(3);
    }));
});

describe.each(["nested-set", "materialized-path"] as const)("a tree kept as a %s", (kind) => {
  it("keeps its columns under another name", () =>
    journey(18, inColumns(kind, "regions"), async ({ query, up, down }) => {
      await query("INSERT INTO regions DEFAULT VALUES");
      const [row] = await query("SELECT * FROM regions");
      const there = await up(inColumns(kind, "places"), { rename: ["regions=places"] });
      expect(there.filter((sql) => !isRename(sql))).toEqual([]);
      expect(await query("SELECT * FROM places")).toEqual([row]);
      await down();
      expect(await query("SELECT * FROM regions")).toEqual([row]);
    }));
});
