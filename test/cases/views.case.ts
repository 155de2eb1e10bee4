import type { ColumnOptions } from "typeorm";
import { Column, Entity, Index, PrimaryColumn, ViewColumn, ViewEntity } from "typeorm";
import { type Case, kept } from "./support/case";
import { entityOf } from "./support/entities";

function table(c: ColumnOptions, more: Readonly<Record<string, ColumnOptions>> = {}, name = "t") {
  @Entity(name)
  class T {
    @PrimaryColumn()
    id!: number;
    c!: string;
  }
  Column(c)(T.prototype, "c");
  for (const [name, options] of Object.entries(more)) Column(options)(T.prototype, name);
  return T;
}

/** A view that may name every column, since it groups by the key. */
function keyed(...key: string[]) {
  const column = (name: string, type: "int" | "text") => ({ type, primary: key.includes(name) });
  const t = entityOf("t", { id: column("id", "int"), c: column("c", "text"), d: { type: "int" } });
  return [t, view(`SELECT id, c, d, count(*) AS n FROM t GROUP BY ${key.join(", ")}`)];
}

interface ViewChoice {
  readonly materialized?: boolean;
  readonly name?: string;
  readonly index?: string;
}

function view(expression: string, { materialized = false, name = "v", index }: ViewChoice = {}) {
  @ViewEntity({ name, expression, materialized })
  class View {
    @ViewColumn()
    id!: number;
  }
  if (index !== undefined) Index(index, ["id"], { unique: true })(View);
  return View;
}

const text = { type: "text" } as const;
const short = { type: "varchar", length: 10 } as const;
const t = table(text);
const rows = "INSERT INTO t (id, c) VALUES (1, 'a'), (2, 'b')";
const same = kept("SELECT id, c FROM t ORDER BY id");
const seen = kept("SELECT id FROM v ORDER BY id");

const cases: Case[] = [
  { title: "created", before: [t], after: [t, view("SELECT id FROM t")], rows, expectRows: [same] },
  { title: "dropped", before: [t, view("SELECT id FROM t")], after: [t], rows, expectRows: [same] },
  {
    title: "another condition: replaced where it stands",
    before: [t, view("SELECT id FROM t")],
    after: [t, view("SELECT id FROM t WHERE id > 1")],
    rows,
    expectRows: [{ query: "SELECT id FROM v ORDER BY id", up: [[2]] }],
  },
  {
    title: "a column at the end: replaced where it stands",
    before: [t, view("SELECT id FROM t")],
    after: [t, view("SELECT id, c FROM t")],
    rows,
    expectRows: [seen],
  },
  {
    title: "a column of another name: made anew",
    before: [t, view("SELECT id FROM t")],
    after: [t, view("SELECT id AS other, id FROM t")],
    rows,
    expectRows: [seen],
  },
  {
    title: "options, comment and rights survive a replacement",
    before: [t, view("SELECT id FROM t")],
    after: [t, view("SELECT id FROM t WHERE id > 1")],
    byHand: `ALTER VIEW v SET (security_barrier = true); COMMENT ON VIEW v IS 'it''s seen';
      GRANT SELECT ON v TO limited`,
    rows,
    expectRows: [
      kept(`SELECT obj_description('v'::regclass), reloptions::text,
              has_table_privilege('limited', 'v', 'SELECT') FROM pg_class WHERE oid = 'v'::regclass`),
    ],
  },
  {
    title: "options, comment and rights survive being made anew",
    before: [table(short), view("SELECT id, c FROM t")],
    after: [t, view("SELECT id, c FROM t")],
    byHand: `ALTER VIEW v SET (security_barrier = true); COMMENT ON VIEW v IS 'it''s seen';
      GRANT SELECT, INSERT ON v TO limited; GRANT UPDATE (c) ON v TO limited WITH GRANT OPTION; GRANT SELECT ON v TO PUBLIC`,
    rows,
    expectRows: [
      same,
      kept(`SELECT obj_description('v'::regclass), reloptions::text,
              has_table_privilege('limited', 'v', 'INSERT'),
              has_column_privilege('limited', 'v', 'c', 'UPDATE WITH GRANT OPTION'),
              has_table_privilege('limited', 'v', 'DELETE') FROM pg_class WHERE oid = 'v'::regclass`),
    ],
  },
  ...[false, true].map((materialized): Case => {
    const word = materialized ? "MATERIALIZED VIEW" : "VIEW";
    return {
      title: `the owner and what is said of its columns survive the ${word.toLowerCase()} being made anew`,
      before: [table(short), view("SELECT id, c, c AS gone FROM t", { materialized })],
      after: [t, view("SELECT id, c FROM t", { materialized })],
      byHand: `GRANT SELECT ON t TO limited; COMMENT ON COLUMN v.id IS 'it''s the key'; COMMENT ON COLUMN v.gone IS 'gone';
        GRANT SELECT (gone) ON v TO PUBLIC; ${materialized ? "" : "ALTER VIEW v ALTER COLUMN c SET DEFAULT 'x';"}
        ALTER ${word} v OWNER TO limited`,
      expectRows: [
        kept(`SELECT pg_get_userbyid(relowner)::text, col_description(oid, 1),
                (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = c.oid)
                FROM pg_class c WHERE oid = 'v'::regclass`),
      ],
    };
  }),
  {
    title: "views of views over a retyped column",
    before: [
      table(short),
      view("SELECT id, c FROM t", { name: "w" }),
      view("SELECT id, c FROM w", { name: "v" }),
    ],
    after: [t, view("SELECT id, c FROM t", { name: "w" }), view("SELECT id, c FROM w", { name: "v" })],
    rows,
    expectRows: [same, seen],
  },
  {
    title: "a materialized view with an index over a retyped column",
    before: [table(short), view("SELECT id, c FROM t", { materialized: true, index: "v_id" })],
    after: [t, view("SELECT id, c FROM t", { materialized: true, index: "v_id" })],
    byHand: "COMMENT ON MATERIALIZED VIEW v IS 'kept'; GRANT SELECT ON v TO limited",
    rows,
    expectRows: [
      same,
      kept("SELECT obj_description('v'::regclass), has_table_privilege('limited', 'v', 'SELECT')"),
    ],
  },
  {
    title: "a view that does not read the retyped column stays",
    before: [table(short), view("SELECT id FROM t")],
    after: [t, view("SELECT id FROM t")],
    rows,
    expectRows: [same, kept("SELECT 'v'::regclass::oid::text")],
  },
  {
    title: "a view of every column over an added one",
    before: [t, view("SELECT * FROM t")],
    after: [table(text, { d: { type: "int", default: 5 } }), view("SELECT * FROM t")],
    rows,
    expectRows: [same, seen],
  },
  {
    title: "a view over a dropped column",
    before: [table(text, { d: { type: "int", nullable: true } }), view("SELECT id, d FROM t")],
    after: [t, view("SELECT id FROM t")],
    rows,
    expectRows: [same, seen],
  },
  {
    title: "a view becomes materialized",
    before: [t, view("SELECT id FROM t")],
    after: [t, view("SELECT id FROM t", { materialized: true })],
    rows,
    expectRows: [seen],
  },
  {
    title: "a view becomes materialized under another view",
    before: [t, view("SELECT id FROM t", { name: "w" }), view("SELECT id FROM w")],
    after: [t, view("SELECT id FROM t", { name: "w", materialized: true }), view("SELECT id FROM w")],
    rows,
    expectRows: [seen],
  },
  {
    title: "a materialized view of another query",
    before: [t, view("SELECT id FROM t", { materialized: true, index: "v_id" })],
    after: [t, view("SELECT id FROM t WHERE id > 1", { materialized: true, index: "v_id" })],
    rows,
    expectRows: [{ query: "SELECT id FROM v ORDER BY id", up: [[2]], down: [[1], [2]] }],
  },
  {
    title: "an index on a materialized view: created",
    before: [t, view("SELECT id FROM t", { materialized: true })],
    after: [t, view("SELECT id FROM t", { materialized: true, index: "v_id" })],
  },
  {
    title: "an index on a materialized view: renamed",
    before: [t, view("SELECT id FROM t", { materialized: true, index: "v_id" })],
    after: [t, view("SELECT id FROM t", { materialized: true, index: "v_other" })],
  },
  {
    title: "a group by the primary key",
    before: [t],
    after: [t, view("SELECT id, c, max(id) FROM t GROUP BY id")],
    rows,
    expectRows: [same],
  },
  {
    title: "a group by a primary key that comes along with it",
    before: [table(text, {}, "other")],
    after: [table(text, {}, "other"), t, view("SELECT id, c, max(id) FROM t GROUP BY id")],
  },
  {
    title: "a primary key gains a column under views that group by it",
    before: keyed("id"),
    after: keyed("id", "c"),
    byHand: `CREATE VIEW hand AS SELECT id, c, d, count(*) AS n FROM t GROUP BY id, c;
      CREATE VIEW other AS SELECT id, c, count(*) FROM t GROUP BY id, c`,
    rows: "INSERT INTO t VALUES (1, 'a', 2)",
    expectRows: [
      kept("SELECT id, c, d, n::int FROM v"),
      kept("SELECT id, c, d, n::int FROM hand"),
      kept("SELECT 'other'::regclass::oid::text"),
    ],
  },
  {
    title: "the same query in other words",
    before: [t, view("SELECT id, c FROM t WHERE c IN ('a', 'b')")],
    after: [t, view(`select "t"."id", "t"."c" from "public"."t" where "t"."c" in ('a','b')`)],
    unchanged: true,
  },
  {
    title: "a view that nothing says was made by entities is left alone",
    before: [t],
    after: [t],
    byHand: "CREATE VIEW by_hand AS SELECT id FROM t",
    unchanged: true,
  },
];

export default cases;
