import { misfit } from "../../src/plan/misfits";
import { typeSql } from "../../src/plan/types";
import { withSession } from "../support/databases";
import { column, projects } from "../support/schemas";

const around = { before: projects(), after: projects() };

/** `varchar(3)[]` as the catalog names it. */
function typeOf(text: string) {
  const [, name = "", modifiers = null, brackets] = /^([a-z ]+?)(?:\((.*)\))?(\[\])?$/.exec(text) ?? [];
  return column({ type: { name, modifiers, array: brackets !== undefined } }).type;
}

/** A type, another, values that it holds as they are, and values that it does not. */
const cases: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  ["text", "character varying(2)", ["ab"], ["abc"]],
  ["character varying(9)", "character(3)", ["abc", "a  "], ["abcd"]],
  ["jsonb", "character varying(4)", ["1", "null"], ['{"a":1}']],
  ["integer", "character varying(3)", ["123", "-12"], ["-123"]],
  ["bigint", "integer", ["2147483647", "-2147483648"], ["2147483648"]],
  ["bigint", "real", ["5"], ["123456789"]],
  ["integer", "real", ["16777216"], ["16777217"]],
  ["numeric", "integer", ["3.0"], ["3.5", "2147483647.6", "1e30"]],
  ["numeric", "double precision", ["1.1"], ["12345678901234567890.123"]],
  ["numeric(8,3)", "numeric(4,1)", ["999.9"], ["999.96", "1000", "1.11"]],
  ["numeric(8,3)", "real", ["1.1"], ["12345.678"]],
  ["real", "numeric(6,2)", ["1.1"], ["1.111", "12345"]],
  ["double precision", "numeric(6,2)", ["1.1"], ["1.111", "Infinity", "12345"]],
  ["double precision", "real", ["1.5"], ["1.1"]],
  ["double precision", "bigint", ["3"], ["3.5", "1e300"]],
  ["jsonb", "integer", ["3"], ["3.5"]],
  ["text", "numeric(4,1)", ["12.3"], ["12.34"]],
  ["text", "date", ["2020-01-01"], ["2020-01-01 13:45"]],
  ["timestamp without time zone", "date", ["2020-01-01"], ["2020-01-01 13:45"]],
  ["timestamp with time zone", "date", ["2020-01-01 00:00+00"], ["2020-01-01 00:00+02"]],
  ["timestamp with time zone", "timestamp without time zone(0)", ["2020-01-01"], ["2020-01-01 00:00:00.4"]],
  ["interval", "interval(1)", ["00:00:00.1"], ["00:00:00.12"]],
  ["bit varying(8)", "bit varying(2)", ["11", ""], ["111"]],
  ["bit varying(8)", "bit(2)", ["11"], ["1", "111"]],
  ["character varying(9)[]", "character varying(3)[]", ["{abc,a}", "{}", "{NULL}"], ["{a,abcd}"]],
  ["numeric[]", "integer[]", ["{1,2}"], ["{1,2.5}", "{1e30}"]],
  ["bigint[]", "integer", ["{5}"], ["{5,6}", "{5000000000}", "{}"]],
  ["numeric", "integer[]", ["5"], ["5.5"]],
];

test("what another type does not hold is told before PostgreSQL cuts, rounds or complains", () =>
  withSession(13, async (session) => {
    await session.query("SET TIME ZONE 'Asia/Tokyo'");
    for (const [from, to, fitting, failing] of cases) {
      const condition = misfit("v", typeOf(from), typeOf(to), around);
      const values = [...fitting, ...failing].map((value) => `('${value}')`).join(", ");
      const rows = await session.query<{ text: string }>(
        `SELECT text FROM (VALUES ${values}) AS given (text), LATERAL (SELECT text::${typeSql(typeOf(from))} AS v) AS typed
          WHERE ${condition}`,
      );
      expect([from, to, ...rows.map(({ text }) => text)]).toEqual([from, to, ...failing]);
    }
  }));

test.each([
  ["integer", "character varying(11)"],
  ["uuid", "character varying(36)"],
  ["character varying(3)", "text"],
  ["integer", "double precision"],
  ["smallint", "real"],
  ["integer", "numeric"],
  ["numeric(4,1)", "numeric(8,3)"],
  ["bit(2)", "bit varying(2)"],
  ["timestamp without time zone", "timestamp with time zone"],
  ["timestamp without time zone", "time without time zone"],
  ["character varying(3)[]", "text[]"],
])("every %s is a %s, and nobody looks", (from, to) => {
  expect(misfit("v", typeOf(from), typeOf(to), around)).toBeNull();
});
