import { SchemaError } from "../../src/errors";
import { migrationName } from "../../src/migrations";
import { nextTimestamp, timestampOf } from "../../src/migrations/timestamps";

const at = 1763700000000;

describe("migrationName", () => {
  test.each([
    ["add status to projects", "add-status-to-projects", "AddStatusToProjects1763700000000"],
    ["AddStatusToProjects", "add-status-to-projects", "AddStatusToProjects1763700000000"],
    ["add_HTTP_log", "add-http-log", "AddHttpLog1763700000000"],
    ["HTTPServer", "http-server", "HttpServer1763700000000"],
    ["../../etc/passwd", "etc-passwd", "EtcPasswd1763700000000"],
    ["C:\\windows\\x", "c-windows-x", "CWindowsX1763700000000"],
    ["  -- drop; '\"` $(x) ", "drop-x", "DropX1763700000000"],
    ["2fa", "2fa", "Migration2fa1763700000000"],
    ["Ünï cödé", "uni-code", "UniCode1763700000000"],
    ["добавить статус", "добавить-статус", "ДобавитьСтатус1763700000000"],
    ["表を追加", "表を追加", "表を追加1763700000000"],
    ["хороший", "хороший", "Хороший1763700000000"],
    ["add-v2", "add-v2", "AddV21763700000000"],
  ])("makes a file and a class of %j", (text, slug, className) => {
    expect(migrationName(text, at)).toEqual({ slug, className, fileName: `${at}-${slug}.ts` });
  });

  test.each(["", "  ", "/", "...", "🎉", "\u0000"])("refuses %j, of which nothing is left", (text) => {
    expect(() => migrationName(text, at)).toThrow(expect.objectContaining({ code: "INVALID_NAME" }));
  });

  test("cuts an over-long name at a word, and an over-long word where it must", () => {
    expect(migrationName("a very ".repeat(20), at).slug).toBe(
      "a-very-a-very-a-very-a-very-a-very-a-very-a-very-a",
    );
    expect(migrationName("x".repeat(300), at).slug).toHaveLength(50);
    expect(Buffer.byteLength(migrationName("漢".repeat(300), at).fileName)).toBeLessThan(255);
  });

  test("every class name ends in the timestamp that TypeORM reads off it", () => {
    for (const text of ["a1", "12345678901234567890", "x 9"]) {
      expect(timestampOf(migrationName(text, at).className)).toBe(at);
    }
  });
});

describe("nextTimestamp", () => {
  test("is the clock's, but always after every timestamp that is taken", () => {
    expect(nextTimestamp([], at)).toBe(at);
    expect(nextTimestamp([at - 5], at)).toBe(at);
    expect(nextTimestamp([at, at + 1], at)).toBe(at + 2);
  });

  test("says so when none of thirteen digits is left", () => {
    expect(() => nextTimestamp([9999999999999], at)).toThrow(SchemaError);
  });
});
