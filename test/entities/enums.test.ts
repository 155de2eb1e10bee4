import { Column, Entity, PrimaryColumn } from "typeorm";
import { listOf } from "../../src/schema";
import { columnsOf, namesOf, schemaOfEntities } from "./describe";

function entityWith(name: string, options: object) {
  class Labelled {
    id!: number;
    label!: string;
  }
  Entity(name)(Labelled);
  PrimaryColumn({ type: "int" })(Labelled.prototype, "id");
  Column({ type: "enum", ...options })(Labelled.prototype, "label");
  Object.defineProperty(Labelled, "name", { value: name });
  return Labelled;
}

describe("enums", () => {
  test("may live in another schema than their table", async () => {
    const schema = await schemaOfEntities([
      entityWith("Sale", { enum: ["a"], enumName: "billing.currency" }),
    ]);
    expect(listOf(schema, "enum")).toMatchObject([{ schema: "billing", name: "currency", labels: ["a"] }]);
    expect(columnsOf(schema).label?.type).toMatchObject({ schema: "billing", name: "currency" });
    expect(namesOf(schema, "namespace")).toEqual(["public", "billing"]);
  });

  test("that an entity only names are left to whoever made them", async () => {
    const schema = await schemaOfEntities([entityWith("Guest", { enumName: "made_elsewhere" })]);
    expect(listOf(schema, "enum")).toEqual([]);
    expect(columnsOf(schema).label?.type).toMatchObject({ schema: "public", name: "made_elsewhere" });
  });

  test("of one name with different values are an error that names both", async () => {
    const one = entityWith("One", { enum: ["a", "b"], enumName: "shared" });
    const two = entityWith("Two", { enum: ["a", "c"], enumName: "shared" });
    await expect(schemaOfEntities([one, two])).rejects.toMatchObject({
      code: "ENTITIES_CONFLICT",
      message: "One.label and Two.label describe enum public.shared differently.",
    });
  });

  test.each([
    ["without values", {}, "ENTITY_INVALID", /missing "enum"/],
    ["with a value twice", { enum: ["a", "a"] }, "ENTITY_NOT_EXPRESSIBLE", /"a" twice/],
    ["with a value of 64 bytes", { enum: ["ü".repeat(32)] }, "ENTITY_NOT_EXPRESSIBLE", /63 bytes/],
  ])("%s are an error", async (_, options, code, message) => {
    await expect(schemaOfEntities([entityWith("Wrong", options)])).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });
});
