import { splitSql } from "../../src/migrations/split-sql";

describe("the statements of a script", () => {
  test.each<[string, string, string[]]>([
    ["semicolons", "SELECT 1; SELECT 2;\n;\nSELECT 3", ["SELECT 1", "SELECT 2", "SELECT 3"]],
    ["nothing", " \n-- only a comment\n/* and ; another */ ;", []],
    ["strings", "SELECT 'a;b', 'it''s;', E'\\';'; SELECT 2", ["SELECT 'a;b', 'it''s;', E'\\';'", "SELECT 2"]],
    ["quoted names", 'SELECT ";" FROM "a;""b"; SELECT 2', ['SELECT ";" FROM "a;""b"', "SELECT 2"]],
    [
      "dollar quotes",
      "DO $$ BEGIN PERFORM 1; END $$; DO $b$ ; $$ ; $b$",
      ["DO $$ BEGIN PERFORM 1; END $$", "DO $b$ ; $$ ; $b$"],
    ],
    [
      "parameters that look like them",
      "SELECT $1; SELECT a$b$c; SELECT 2",
      ["SELECT $1", "SELECT a$b$c", "SELECT 2"],
    ],
    [
      "comments",
      "SELECT 1 -- ; no\n + 1; /* ; /* nested ; */ ; */ SELECT 2 -- end;",
      ["SELECT 1 -- ; no\n + 1", "SELECT 2"],
    ],
    [
      "parentheses",
      "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3",
      ["CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)", "SELECT 3"],
    ],
    [
      "functions in SQL",
      "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END; SELECT 3",
      [
        "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END",
        "SELECT 3",
      ],
    ],
    ["transactions", "BEGIN; SELECT 1; END; SELECT 2", ["BEGIN", "SELECT 1", "END", "SELECT 2"]],
    ["line ends of Windows", "SELECT 'a\r\nb';\r\nSELECT 2;\r\n", ["SELECT 'a\nb'", "SELECT 2"]],
  ])("are told apart by %s", (_, script, statements) => {
    expect(splitSql(script)).toEqual(statements);
  });
});
