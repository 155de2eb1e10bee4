import {
  type Answers,
  type HintSource,
  invert,
  type LabelMap,
  noAnswers,
  type Renaming,
  rekey,
  renamingText,
} from "../../src/change";
import { diff } from "../../src/diff";
import { renameStatements } from "../../src/plan";
import {
  decide,
  flagsOf,
  heardOf,
  parseDrop,
  parseMap,
  parseRename,
  recordedRenames,
  rememberedAnswers,
} from "../../src/renames";
import { filterSchema, mapSchema, type Schema, type SchemaObject, schemaOf } from "../../src/schema";
import { column, projects } from "../support/schemas";

const answers = (renames: string[], drops: string[] = []): Answers => ({
  ...noAnswers,
  renames: renames.map((text) => parseRename(text, "flag")),
  drops: drops.map((text) => parseDrop(text, "flag")),
});

/** What the entities describe when they call it otherwise. */
const described = (...renamings: Renaming[]) => rekey(projects(), renamings);
const judge = (desired: Schema, given: Answers = answers([])) =>
  decide(given, { current: projects(), desired }, "public");

const users = { schema: "public", name: "users" };
const accounts = { schema: "public", name: "accounts" };
const fullName: Renaming = { kind: "column", table: users, from: "order", to: "rank" };
const table: Renaming = { kind: "table", from: users, to: accounts };
const status = { schema: "public", name: "project_status" };
const label: Renaming = { kind: "enumValue", enum: status, from: "open", to: "new" };

describe("a renaming", () => {
  it.each<Renaming>([fullName, table, label, { kind: "namespace", from: "public", to: "app" }])(
    "leads back when it is inverted: %j",
    (renaming) => {
      const renamed = rekey(projects(), [renaming]);
      expect(diff(projects(), renamed).length).toBeGreaterThan(0);
      expect(diff(projects(), rekey(renamed, [invert(renaming)]))).toEqual([]);
    },
  );

  it("is said by a flag that means it and nothing else", () => {
    for (const renaming of [fullName, table, label])
      expect(judge(described(renaming), answers([renamingText(renaming)])).renamings).toEqual([renaming]);
  });
});

describe("a hint", () => {
  it.each<[string, Renaming]>([
    ["users.order=rank", fullName],
    ["public.users.order=rank", fullName],
    ['column:users."order"=rank', fullName],
    ["users=accounts", table],
    ["table:public.users=public.accounts", table],
    ["project_status.open=new", label],
    ["enum-value:project_status.open=new", label],
  ])("%s is understood", (text, renaming) => {
    const { renamings, questions } = judge(described(renaming), answers([text]));
    expect(renamings).toEqual([renaming]);
    expect(questions).toEqual([]);
  });

  it("moves a table to another schema", () => {
    const moved: Renaming = { kind: "table", from: users, to: { schema: "app", name: "users" } };
    expect(judge(described(moved), answers(["table:public.users=app.users"])).renamings).toEqual([moved]);
  });

  it("names a column's table by its old or its new name", () => {
    const both = described(table, { ...fullName, table: accounts });
    for (const text of ["users.order=rank", "accounts.order=rank"])
      expect(judge(both, answers(["users=accounts", text])).renamings).toEqual([
        table,
        { ...fullName, table: accounts },
      ]);
  });

  it("that has happened already has no effect", () => {
    const { renamings, spent } = judge(projects(), answers(["users.name=order"]));
    expect(renamings).toEqual([]);
    expect(spent.map(({ text }) => text)).toEqual(["users.name=order"]);
  });

  it.each([
    ["users.ordr=rank", "HINT_UNKNOWN"],
    ["users.id=order", "HINT_BOTH_EXIST"],
    ["users.order=ranck", "HINT_NOT_DESCRIBED"],
    ["users.order", "HINT_INVALID"],
    ["users.=rank", "HINT_INVALID"],
    ["=rank", "HINT_INVALID"],
    ['"users.order=rank', "HINT_INVALID"],
  ])("%s is an error: %s", (text, code) => {
    expect(() => judge(described(fullName), answers([text]))).toThrow(expect.objectContaining({ code }));
  });

  it("says what may have been meant", () => {
    expect(() => judge(described(fullName), answers(["users.ordr=rank"]))).toThrow(
      expect.objectContaining({ hint: 'Did you mean public.users."order"?' }),
    );
  });

  it("hands names on, and said again has no effect", () => {
    const [first, second]: [Renaming, Renaming] = [
      { kind: "column", table: users, from: "order", to: "rank" },
      { kind: "column", table: users, from: "id", to: "order" },
    ];
    const desired = described(first, second);
    for (const source of ["flag", "file", "decorator"] as const) {
      const said = ["users.id=order", "users.order=rank"].map((text) => parseRename(text, source));
      const given = { ...noAnswers, renames: said };
      expect(judge(desired, given).renamings).toEqual([second, first]);
      const again = decide(given, { current: desired, desired }, "public");
      expect([again.renamings, again.spent.length, again.questions]).toEqual([[], 2, []]);
    }
  });

  it("exchanges names once: where a migration says that it did so, one that stays has no effect", () => {
    const swap = ["users.order=name", "users.name=order"];
    const current = projects(column({ table: "users", name: "name" }));
    const told = (source: HintSource, said: readonly string[] = swap) => ({
      ...noAnswers,
      renames: said.map((text) => parseRename(text, source)),
    });
    const decided = (given: Answers, ...migrations: string[]) =>
      decide(
        given,
        {
          current,
          desired: current,
          recorded: recordedRenames(
            given,
            migrations.map((source) => ({ source })),
          ),
        },
        "public",
      );
    const decorators = told(
      "decorator",
      swap.map((text) => `column:public.${text}`),
    );
    const first = decided(decorators);
    expect(first.renamings).toMatchObject([
      { from: "order", to: "name" },
      { from: "name", to: "order" },
    ]);
    const header = flagsOf(noAnswers, first, decorators).map((flag) => ` *   ${flag}\n`);
    expect(header).toHaveLength(2);
    const migration = header.join("");
    for (const [given, count] of [
      [decorators, 0],
      [told("file"), 0],
      [told("flag"), 2],
      // What a migration is written again from is not one that was carried out.
      [rememberedAnswers(migration), 2],
      [told("file", ["users.order=id", "users.id=order"]), 2],
    ] as const)
      expect(decided(given, migration).renamings).toHaveLength(count);
    expect(
      decided(told("file"), migration.replaceAll("users.", "people_before.")).spent.map(({ text }) => text),
    ).toEqual(swap);
  });

  it("in the header of what is written again gives way to whatever is said or described now", () => {
    const given = (text: string, source: HintSource): Answers => ({
      ...noAnswers,
      renames: [parseRename("users.order=place", "header"), parseRename(text, source)],
    });
    for (const source of ["decorator", "file", "flag"] as const)
      expect(judge(described(fullName), given("users.order=rank", source)).renamings).toEqual([fullName]);
    const { renamings, questions } = judge(described(fullName), given("users.gone=place", "header"));
    expect([renamings.length, questions.length]).toEqual([0, 1]);
  });

  it("that a stronger one beats, or that nothing asks for, is none of the answers that are kept", () => {
    const given: Answers = {
      ...noAnswers,
      renames: [parseRename("users.order=rank", "flag"), parseRename("users.order=place", "file")],
      drops: [parseDrop("users.ssn", "file"), parseDrop("users.id", "file")],
    };
    const decision = judge(described(fullName), given);
    expect(decision).toMatchObject({ renamings: [fullName], spent: given.drops });
    expect(flagsOf(given, decision, noAnswers)).toEqual(["--rename users.order=rank"]);
  });

  it("cannot say two things about one object", () => {
    expect(() => judge(described(fullName), answers(["users.order=rank", "users.order=place"]))).toThrow(
      expect.objectContaining({ code: "HINT_CONTRADICTION" }),
    );
    expect(() => judge(described(fullName), answers(["users.order=rank"], ["users.order"]))).toThrow(
      expect.objectContaining({ code: "HINT_CONTRADICTION" }),
    );
    const mapped = (given: Answers, source: HintSource) =>
      judge(described(label), { ...given, maps: [parseMap("project_status.open=new", source)] });
    const [renamed, dropped] = [answers(["project_status.open=new"]), answers([], ["project_status.open"])];
    for (const given of [renamed, dropped]) {
      expect(() => mapped(given, "flag")).toThrow(expect.objectContaining({ code: "HINT_CONTRADICTION" }));
      const decision = mapped(given, "file");
      expect(decision.overruled.map(({ text }) => text)).toEqual(["project_status.open=new"]);
      expect(heardOf({ ...given, maps: decision.overruled as LabelMap[] }, decision).maps).toEqual([]);
    }
  });

  it("on the command line beats one in the code", () => {
    const given: Answers = {
      ...noAnswers,
      renames: [parseRename("users.order=place", "decorator"), parseRename("users.order=rank", "flag")],
    };
    expect(judge(described(fullName), given).renamings).toEqual([fullName]);
  });

  it("in the code has no effect on a database that never knew the old name", () => {
    const given: Answers = { ...noAnswers, renames: [parseRename("users.nickname=order", "decorator")] };
    expect(decide(given, { current: schemaOf([]), desired: projects() }, "public").renamings).toEqual([]);
  });
});

describe("what is gone", () => {
  const added = (...objects: SchemaObject[]) =>
    schemaOf([
      ...filterSchema(
        projects(),
        (object) => object.kind !== "column" || object.name !== "order",
      ).objects.values(),
      ...objects,
    ]);
  const text = (name: string, modifiers = "50") =>
    column({ table: "users", name, type: { name: "character varying", modifiers } });

  it("is asked about where something came that it could be, likeliest first", () => {
    const [question, ...others] = judge(added(text("nickname", "10"), text("ordering"))).questions;
    expect(others).toEqual([]);
    expect(question?.removed).toBe('public.users."order"');
    expect(question?.candidates.map(({ flag }) => flag)).toEqual([
      `--rename 'column:public.users."order"=ordering'`,
      `--rename 'column:public.users."order"=nickname'`,
    ]);
    expect(question?.drop).toBe(`--drop 'column:public.users."order"'`);
  });

  it("is not asked about where nothing of its type came", () => {
    expect(judge(added(column({ table: "users", name: "due", type: { name: "date" } }))).questions).toEqual(
      [],
    );
  });

  it("is not asked about when a person said that it shall go", () => {
    expect(judge(added(text("nickname")), answers([], ["users.order"])).questions).toEqual([]);
  });

  it("is asked about table by table before column by column", () => {
    const renamedTable = mapSchema(added(text("ordering")), (object) => object);
    const { questions } = judge(rekey(renamedTable, [table]));
    expect(questions.map(({ kind, removed }) => [kind, removed])).toEqual([["table", "public.users"]]);
  });

  it("cannot be dropped when it is not there, or stays", () => {
    expect(() => judge(projects(), answers([], ["users.ssn"]))).toThrow(
      expect.objectContaining({ code: "HINT_UNKNOWN" }),
    );
    expect(() => judge(projects(), answers([], ["users.order"]))).toThrow(
      expect.objectContaining({ code: "HINT_STILL_DESCRIBED" }),
    );
    const slip = { ...noAnswers, drops: [parseDrop("users.oder", "file")] };
    expect(() => judge(added(), slip)).toThrow(
      expect.objectContaining({ code: "HINT_UNKNOWN", hint: 'Did you mean public.users."order"?' }),
    );
  });
});

describe("the statements of renames", () => {
  const sql = (renamings: Renaming[], schema = projects()) =>
    renameStatements(renamings, schema).map((statement) => statement.sql);

  it("rename, move and relabel", () => {
    expect(sql([table, { ...fullName, table: accounts }, label])).toEqual([
      "ALTER TABLE public.users RENAME TO accounts",
      'ALTER TABLE public.accounts RENAME COLUMN "order" TO rank',
      "ALTER TYPE public.project_status RENAME VALUE 'open' TO 'new'",
    ]);
    expect(sql([{ kind: "table", from: users, to: { schema: "app", name: "people" } }])).toEqual([
      "CREATE SCHEMA app",
      "ALTER TABLE public.users SET SCHEMA app",
      "ALTER TABLE app.users RENAME TO people",
    ]);
  });

  it("swap two names through a temporary one", () => {
    const schema = projects(column({ table: "users", name: "a" }), column({ table: "users", name: "b" }));
    const swap: Renaming[] = [
      { kind: "column", table: users, from: "a", to: "b" },
      { kind: "column", table: users, from: "b", to: "a" },
    ];
    expect(sql(swap, schema)).toEqual([
      "ALTER TABLE public.users RENAME COLUMN a TO a_renaming",
      "ALTER TABLE public.users RENAME COLUMN b TO a",
      "ALTER TABLE public.users RENAME COLUMN a_renaming TO b",
    ]);
  });

  it("free a name before another takes it", () => {
    const schema = projects(column({ table: "users", name: "a" }), column({ table: "users", name: "b" }));
    expect(
      sql(
        [
          { kind: "column", table: users, from: "a", to: "b" },
          { kind: "column", table: users, from: "b", to: "c" },
        ],
        schema,
      ),
    ).toEqual([
      "ALTER TABLE public.users RENAME COLUMN b TO c",
      "ALTER TABLE public.users RENAME COLUMN a TO b",
    ]);
  });
});
