import { endsOf, lineOf, lineOfFiles, rangeAsksDatabase, rangeOf, within } from "../../src/apply";
import { placeOf } from "../../src/apply/naming";
import type { Migration } from "../../src/migrations";

const migrationOf = (name: string, slug: string): Migration => {
  const timestamp = Number(name.slice(-13));
  return {
    name,
    timestamp,
    file: `/project/generated-migrations/${timestamp}-${slug}.ts`,
    checksum: null,
    source: "",
    transaction: true,
    schema: null,
    instance: { up: async () => {}, down: async () => {} },
  };
};

const initial = migrationOf("Initial1700000000001", "initial");
const users = migrationOf("AddUsers1700000000002", "add-users");
const phase = migrationOf("Phase21700000000003", "phase-2");
const emails = migrationOf("AddEmails1700000000004", "add-emails");
const all = [initial, users, phase, emails];
const line = lineOf({ applied: [initial, users], pending: [phase, emails] });

describe("a place among the migrations", () => {
  it.each([
    ["head", 4],
    ["base", 0],
    ["current", 2],
    ["HEAD", 4],
    ["+1", 3],
    ["+2", 4],
    ["-1", 1],
    ["-2", 0],
    ["initial", 1],
    ["init", 1],
    ["1700000000003", 3],
    ["AddUsers1700000000002", 2],
    ["addusers", 2],
    ["1700000000004-add-emails.ts", 4],
    ["1700000000004-add", 4],
    ["add-e", 4],
    ["initial+2", 3],
    ["add-users-1", 1],
    ["head-1", 3],
    ["base+1", 1],
    ["current+1", 3],
    // A whole name beats a name and a step.
    ["phase-2", 3],
    ["phase-2-1", 2],
    [" initial ", 1],
  ])("%s is %i", (text, place) => {
    expect(placeOf(line, text)).toBe(place);
  });

  it.each([
    ["add", "AMBIGUOUS_MIGRATION", '"add" could be AddUsers1700000000002 or AddEmails1700000000004.'],
    ["17000", "AMBIGUOUS_MIGRATION", "Initial1700000000001 or"],
    ["add+1", "AMBIGUOUS_MIGRATION", "AddUsers1700000000002 or AddEmails1700000000004"],
    ["add-usesr", "UNKNOWN_MIGRATION", "did you mean AddUsers1700000000002?"],
    ["nothing-like-it", "UNKNOWN_MIGRATION", 'There is no migration "nothing-like-it".'],
    ["", "UNKNOWN_MIGRATION", 'There is no migration "".'],
    ["+3", "UNKNOWN_MIGRATION", "there are 2 that way"],
    ["-3", "UNKNOWN_MIGRATION", "before the first"],
    ["add-emails+1", "UNKNOWN_MIGRATION", "there are 0 that way"],
  ])("%j is refused with %s", (text, code, message) => {
    expect(() => placeOf(line, text)).toThrow(
      expect.objectContaining({ code, exit: 1, message: expect.stringContaining(message) }),
    );
  });

  it("is counted from what is applied only where a database was asked", () => {
    expect(placeOf(lineOfFiles(all), "head-1")).toBe(3);
    for (const text of ["current", "+1", "-1", "current-1"]) {
      expect(rangeAsksDatabase(text)).toBe(true);
      expect(() => placeOf(lineOfFiles(all), text)).toThrow(
        expect.objectContaining({ code: "NEEDS_DATABASE" }),
      );
    }
  });
});

describe("a range of migrations", () => {
  const namesIn = (text: string) => within(line, rangeOf(line, text)).map(({ timestamp }) => timestamp % 10);

  it.each([
    ["base..head", [1, 2, 3, 4]],
    ["..", [1, 2, 3, 4]],
    ["..initial", [1]],
    ["add-users..", [3, 4]],
    ["initial..add-emails", [2, 3, 4]],
    ["current..head", [3, 4]],
    ["current..+1", [3]],
    ["-1..current", [2]],
    ["head-1..head", [4]],
    ["head..head", []],
    ["add-users", [2]],
    ["base", []],
  ])("%s is what comes after the first, up to and with the second", (text, expected) => {
    expect(namesIn(text)).toEqual(expected);
  });

  it("is not turned round", () => {
    expect(() => namesIn("head..base")).toThrow(
      expect.objectContaining({ code: "RANGE_BACKWARDS", hint: expect.stringContaining("base..head") }),
    );
  });

  it("is not a path", () => {
    expect(endsOf("../migrations")).toBeNull();
    expect(endsOf("a/../b")).toBeNull();
  });

  it("asks the database where one of its ends does", () => {
    expect(rangeAsksDatabase("base..add-users")).toBe(false);
    expect(rangeAsksDatabase("base..current")).toBe(true);
    expect(rangeAsksDatabase("-1..head")).toBe(true);
  });
});
