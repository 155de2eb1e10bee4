import { normalForm, sameDefault } from "../../src/reconcile/lexical";
import { type DataType, renameColumnsIn } from "../../src/schema";

const type = (name: string, more: Partial<DataType> = {}): DataType => ({
  schema: null,
  name,
  modifiers: null,
  array: false,
  extension: null,
  ...more,
});
const status = type("status", { schema: "public" });

describe("the lexical normal form", () => {
  it.each([
    ['("capacity" > 0)', "capacity > 0"],
    ["((capacity   >\n 0))", "CAPACITY > 0"],
    ["NOW()", "now()"],
    ["a /* why */ = 'B'", "a = 'B'"],
    ['"deletedAt" IS NULL', '"deletedAt" is null'],
  ])("takes %s and %s for one expression", (a, b) => {
    expect(normalForm(a)).toBe(normalForm(b));
  });

  it.each([
    ["a = 'B'", "a = 'b'"],
    ['"deletedAt" IS NULL', "deletedAt IS NULL"],
    ['"user" = 1', "user = 1"],
    ["(a) OR (b)", "a) OR (b"],
    ["(a + b) * c", "a + b * c"],
    ["'a  b'", "'a b'"],
  ])("does not take %s and %s for one", (a, b) => {
    expect(normalForm(a)).not.toBe(normalForm(b));
  });
});

describe("defaults", () => {
  it.each([
    ["'active'", "'active'::character varying", type("character varying")],
    ["'active'", "'active'::public.status", status],
    ["'{a b, \"c\"}'", `'{"a b",c}'::text[]`, type("text", { array: true })],
    [`'{"it''s","a\\"b",NULL}'`, `'{it''s,"a\\"b",NULL}'::text[]`, type("text", { array: true })],
    ["'it''s'", "'it''s'::text", type("text")],
    ["'a::b'", "'a::b'::text", type("text")],
    ["'false'", "false", type("boolean")],
    ['\'{"a":1,"b":[]}\'', '\'{"b": [], "a": 1}\'::jsonb', type("jsonb")],
    ["-1", "'-1'::integer", type("integer")],
    ["-1", "(-1)", type("integer")],
    ["'{}'", "'{}'::text[]", type("text", { array: true })],
    ["0.5", "0.5", type("numeric")],
    ["'0.5'", "0.5", type("numeric")],
    ["now()", "now()", type("timestamp with time zone")],
  ])("%s and %s are one", (a, b, of) => {
    expect(sameDefault(a, b, of)).toBe(true);
  });

  it.each([
    [`'{"null"}'`, "'{null}'", type("text", { array: true })],
    ["'{a,b}'", `'{"a,b"}'`, type("text", { array: true })],
    ["'{{a},{b}}'", "'{{a},{c}}'", type("text", { array: true })],
    ["'a'", "'A'::text", type("text")],
    ["'1'", "'1 '::text", type("text")],
    ["true", "false", type("boolean")],
    ["'{\"a\":1}'", "'{\"a\": 1}'::json", type("json")],
    ["'{\"a\":1}'", "'{\"a\": 2}'::jsonb", type("jsonb")],
    ["1", "-1", type("integer")],
    ["1 + 1", "'1'::integer", type("integer")],
    ["'a' || 'b'::text", "'a'", type("text")],
  ])("%s and %s are not surely one", (a, b, of) => {
    expect(sameDefault(a, b, of)).toBe(false);
  });
});

describe("an expression over columns of other names", () => {
  const names = new Map([
    ["email", "email_new"],
    ["User", "user's"],
    ["date", "date_new"],
  ]);

  it.each([
    ["lower((email)::text)", 'lower(("email_new")::text)'],
    ["(email <> 'email'::text) AND (\"User\" = 1)", '("email_new" <> \'email\'::text) AND ("user\'s" = 1)'],
    ["Email || e'\\'email'", "\"email_new\" || e'\\'email'"],
    ["user = other", "user = other"],
  ])("%s", (expression, expected) => {
    expect(renameColumnsIn(expression, names)).toBe(expected);
  });

  it.each(["date(email)", "'2020-01-01'::date < now()", "date '2020-01-01'", "(x).email = 1", "email.x = 1"])(
    "is not known where a name may mean something else: %s",
    (expression) => {
      expect(renameColumnsIn(expression, names)).toBeNull();
    },
  );
});
