import { ChildEntity, Column, Entity, EntitySchema, PrimaryGeneratedColumn, TableInheritance } from "typeorm";
import { SqlIndex, sql, TableOptions } from "../../src";
import { schemaOfEntities } from "../entities/describe";
import { statementsOf, synchronize } from "../support/comparison";
import { createDatabase, execute, serverVersions, type TestDatabase } from "../support/servers";

@TableOptions({ fillfactor: 90, autovacuum_enabled: false })
abstract class Base {
  @PrimaryGeneratedColumn()
  id!: number;
}

@Entity()
@TableOptions({ unlogged: true, fillfactor: 70 })
class Hit extends Base {}

@Entity({ name: "hit" })
class Silent {
  @PrimaryGeneratedColumn()
  id!: number;
}

@Entity({ name: "hit" })
@TableOptions({ unlogged: false, fillfactor: null })
class Reset extends Silent {}

describe.each(serverVersions)("on PostgreSQL %i", (version) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createDatabase(version);
  });
  afterEach(() => database.drop());

  test("@TableOptions makes what it says; a class has the last word over the one it extends", async () => {
    const [create] = await synchronize(database.url, [Hit]);
    expect(create).toMatch(
      /^CREATE UNLOGGED TABLE public.hit .* WITH \(autovacuum_enabled=false, fillfactor=70\)$/s,
    );
    expect(await statementsOf(database.url, [Hit])).toEqual([]);
  });

  test("what it does not say stays as it is, parameter by parameter", async () => {
    await synchronize(database.url, [Hit]);
    expect(await statementsOf(database.url, [Silent])).toEqual([]);
    expect(await statementsOf(database.url, [Reset])).toEqual([
      "ALTER TABLE public.hit SET LOGGED",
      "ALTER TABLE public.hit RESET (fillfactor)",
    ]);
    await execute(database.url, "ALTER TABLE hit SET (fillfactor=60, parallel_workers=2)");
    expect(await statementsOf(database.url, [Hit])).toEqual(["ALTER TABLE public.hit SET (fillfactor=70)"]);
  });
});

describe("decorators as functions", () => {
  test("work on an EntitySchema", async () => {
    const Note = new EntitySchema({
      name: "Note",
      columns: { id: { type: Number, primary: true }, text: { type: "text", name: "body" } },
    });
    TableOptions({ unlogged: true })(Note);
    SqlIndex("idx_text", ["text", sql`length(body)`])(Note);
    const { objects } = await schemaOfEntities([Note]);
    expect(objects.get("table:public.note")).toMatchObject({ unlogged: true });
    expect(objects.get("index:public.idx_text")).toMatchObject({
      keys: [{ column: "body" }, { expression: "length(body)" }],
    });
  });

  test("work on a class and its properties, as JavaScript applies them", async () => {
    class Plain {}
    PrimaryGeneratedColumn()(Plain.prototype, "id");
    SqlIndex("idx_id", { order: "DESC" })(Plain.prototype, "id");
    TableOptions({ fillfactor: 50 })(Plain);
    Column("int")(Plain.prototype, "count");
    Entity()(Plain);
    const { objects } = await schemaOfEntities([Plain]);
    expect(objects.get("table:public.plain")).toMatchObject({ storage: ["fillfactor=50"] });
    expect(objects.get("index:public.idx_id")).toMatchObject({ keys: [{ column: "id", descending: true }] });
  });

  test("are heard by another copy of this package", async () => {
    let other: typeof import("../../src") | undefined;
    jest.isolateModules(() => {
      other = require("../../src");
    });
    @Entity()
    class Doubled extends Base {}
    other?.TableOptions({ unlogged: true })(Doubled);
    expect(other?.TableOptions).not.toBe(TableOptions);
    expect((await schemaOfEntities([Doubled])).objects.get("table:public.doubled")).toMatchObject({
      unlogged: true,
    });
  });
});

describe("what cannot be", () => {
  const refused = async (entity: new () => object) =>
    schemaOfEntities([entity]).catch((error: { code: string; message: string }) => error);

  test.each([
    [
      "a parameter's name that is none",
      () => TableOptions({ "fillfactor=1) --": 70 }),
      "is no storage parameter",
    ],
    [
      "a parameter's value that is none",
      () => TableOptions({ parallel: "1)" }),
      "is no value of the storage",
    ],
    ["an index without keys", () => SqlIndex([]), "the index has no keys"],
    ["an index on nothing", () => SqlIndex(["nothing"]), 'names "nothing", which is no column'],
  ])("%s is an error that names the entity", async (_, decorator, message) => {
    @Entity()
    class Wrong {
      @PrimaryGeneratedColumn()
      id!: number;
    }
    decorator()(Wrong);
    expect(await refused(Wrong)).toMatchObject({
      code: "ENTITY_NOT_EXPRESSIBLE",
      message: expect.stringMatching(`^Wrong: .*${message}`),
    });
  });

  test("options of a table on an entity that has none of its own are an error", async () => {
    @Entity()
    @TableInheritance({ column: { type: "varchar", name: "kind" } })
    class Animal extends Base {}
    @ChildEntity()
    @TableOptions({ unlogged: true })
    class Dog extends Animal {}
    const outcome = schemaOfEntities([Animal, Dog]);
    await expect(outcome).rejects.toMatchObject({
      message: "Dog: @TableOptions is for entities that have a table of their own.",
    });
  });
});
