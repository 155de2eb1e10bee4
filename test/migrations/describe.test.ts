import type { Change } from "../../src/change";
import { nameOf } from "../../src/migrations";
import { emptySchema, schemaOf } from "../../src/schema";
import { column, create, drop, enumOf, index, table } from "./objects";

const existing = schemaOf([table("projects")]);
const name = (...changes: Change[]): string => nameOf(changes, existing);

describe("a migration named by its changes", () => {
  test("is initial where nothing was before", () => {
    const changes = [create(table("users")), create(column("users", "id"))];
    expect(nameOf(changes, emptySchema)).toBe("initial");
    expect(nameOf(changes, existing)).toBe("create-users");
  });

  test("tells the column and its table", () => {
    expect(name(create(column("projects", "status")))).toBe("add-status-to-projects");
    expect(name(drop(column("projects", "ssn")))).toBe("drop-ssn-from-projects");
    const from = column("projects", "age");
    const to = column("projects", "age", { notNull: true });
    expect(name({ action: "alter", kind: "column", from, to, aspects: ["notNull"] })).toBe(
      "change-age-of-projects",
    );
    expect(name({ action: "rename", kind: "column", from, to: column("projects", "years") })).toBe(
      "rename-age-to-years-of-projects",
    );
  });

  test("tells whole tables by verb", () => {
    expect(name(create(table("tags")), create(table("courses")))).toBe("create-tags-and-courses");
    expect(name(drop(table("tags")))).toBe("drop-tags");
    expect(name({ action: "rename", kind: "table", from: table("a"), to: table("accountHolder") })).toBe(
      "rename-a-to-account-holder",
    );
    const moved = { ...table("a"), schema: "app" };
    expect(name({ action: "rename", kind: "table", from: table("a"), to: moved })).toBe("move-a-to-app");
    expect(name({ action: "rename", kind: "table", from: table("b"), to: moved })).toBe("move-b-to-app-as-a");
  });

  test("tells names that are exchanged", () => {
    const [a, b] = [table("a"), table("b")];
    const [x, y] = [column("a", "x"), column("a", "y")];
    expect(
      name(
        { action: "rename", kind: "table", from: b, to: a },
        { action: "rename", kind: "table", from: a, to: b },
      ),
    ).toBe("swap-b-and-a");
    expect(
      name(
        { action: "rename", kind: "column", from: x, to: y },
        { action: "rename", kind: "column", from: y, to: x },
        create(column("a", "z")),
      ),
    ).toBe("swap-x-and-y-of-a-and-add-z-to-a");
  });

  test("leaves unsaid what goes with something greater", () => {
    const status = column("projects", "status");
    expect(
      name(create(enumOf("projects_status_enum", "a")), create(status), create(index("projects", "IDX_1"))),
    ).toBe("add-status-to-projects");
    expect(name(create(table("tags")), create(column("tags", "id")), create(index("tags", "IDX_2")))).toBe(
      "create-tags",
    );
  });

  test("names constraints and indexes by what they are, never by a hashed name", () => {
    expect(name(create(index("projects", "IDX_0a1b2c")))).toBe("add-index-to-projects");
  });

  test("tells a new enum label", () => {
    const from = enumOf("order_status", "new");
    const to = enumOf("order_status", "new", "open");
    expect(name({ action: "alter", kind: "enum", from, to, aspects: ["labels"] })).toBe(
      "add-open-to-order-status",
    );
  });

  test("joins what fits, and sums up what does not", () => {
    expect(name(create(table("tags")), create(column("projects", "status")))).toBe(
      "create-tags-and-add-status-to-projects",
    );
    const many = ["users", "projects"].flatMap((of) =>
      ["first", "second", "third"].map((at) => create(column(of, at))),
    );
    expect(name(...many)).toBe("update-users-and-projects");
    const tables = Array.from({ length: 40 }, (_, at) => create(table(`table_number_${at}`)));
    expect(name(...tables).length).toBeLessThanOrEqual(50);
    expect(name(...tables)).toMatch(/^update-table-number-0-and-\d+-more$/);
  });

  test("is the same for the same changes", () => {
    const changes = [create(column("projects", "a")), drop(column("projects", "b"))];
    expect(name(...changes)).toBe(name(...changes));
    expect(name(...changes)).toBe("add-a-to-projects-and-drop-b-from-projects");
  });
});
