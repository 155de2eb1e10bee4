import { type ColumnOptions, Unique } from "typeorm";
import { type Case, kept } from "./support/case";
import { entityOf } from "./support/entities";

interface Place {
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
}

const wide: ColumnOptions = { type: "numeric", precision: 12, scale: 4 };
const narrow: ColumnOptions = { type: "numeric", precision: 10, scale: 2 };

const pages = (
  options: ColumnOptions,
  { schema = "public", table = "pages", column = "price" }: Place = {},
) => [
  entityOf(
    table,
    { id: { type: "int", primary: true }, other: { type: "int", nullable: true }, [column]: options },
    { schema, decorate: (target) => Unique("one_price", [column])(target) },
  ),
];

/** Everything that hangs on a table and one of its columns, and that no entity says. */
const byHand = `
  CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  ALTER TABLE pages ALTER price SET STATISTICS 77, ALTER price SET STORAGE EXTERNAL, ALTER price SET (n_distinct = 5);
  GRANT SELECT (price), UPDATE (price) ON pages TO limited;
  GRANT INSERT (other, price) ON pages TO limited WITH GRANT OPTION;
  GRANT DELETE ON pages TO limited;
  ALTER TABLE pages ENABLE ROW LEVEL SECURITY;
  CREATE POLICY few ON pages TO limited USING (price > 1);
  CREATE TRIGGER of_column BEFORE UPDATE OF price ON pages FOR EACH ROW EXECUTE FUNCTION audit();
  ALTER TABLE pages DISABLE TRIGGER of_column;
  CREATE TABLE written (price numeric);
  CREATE RULE loud AS ON INSERT TO pages WHERE NEW.price < 0 DO ALSO INSERT INTO written VALUES (NEW.price);
  CREATE STATISTICS seen (ndistinct) ON id, price FROM pages;
  ALTER STATISTICS seen SET STATISTICS 55;
  COMMENT ON STATISTICS seen IS 'it''s by hand';
  CREATE INDEX by_expression ON pages ((price + 1));
  CREATE UNIQUE INDEX including ON pages (price) INCLUDE (other);
  COMMENT ON INDEX including IS 'by hand';
  ALTER TABLE pages REPLICA IDENTITY USING INDEX including;
  ALTER TABLE pages CLUSTER ON by_expression;
  CREATE SEQUENCE counted OWNED BY pages.price;
  CREATE TABLE stranger (price numeric REFERENCES pages (price) ON DELETE CASCADE);
  CREATE VIEW hand AS SELECT id, price AS worth FROM pages;
  CREATE PUBLICATION published FOR TABLE pages`;

const onTable = "FROM pg_class c WHERE relname IN ('pages', 'sheets') AND relkind = 'r'";
const onColumn =
  "FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid WHERE relname IN ('pages', 'sheets') AND attname IN ('price', 'cost')";
/** Under the names that there were at first. */
const first = (text: string) =>
  `regexp_replace(replace(replace(${text}, 'sheets', 'pages'), 'cost', 'price'), '(moved|public)[.]pages', 'pages')`;

const hanging = [
  kept(`SELECT attstattarget, attstorage::text, attoptions::text ${onColumn}`),
  kept(`SELECT replace(attacl::text, 'limited', 'l') ${onColumn}`),
  kept(`SELECT relacl::text, relreplident::text, relrowsecurity ${onTable}`),
  kept(
    `SELECT polname, polcmd::text, polroles::regrole[]::text, ${first("pg_get_expr(polqual, polrelid)")} FROM pg_policy`,
  ),
  kept(
    `SELECT tgname, tgenabled::text, ${first("pg_get_triggerdef(oid)")} FROM pg_trigger WHERE NOT tgisinternal`,
  ),
  kept(`SELECT ${first("pg_get_ruledef(oid)")} FROM pg_rewrite WHERE rulename = 'loud'`),
  kept(
    `SELECT ${first("pg_get_statisticsobjdef(oid)")}, stxstattarget, obj_description(oid, 'pg_statistic_ext') FROM pg_statistic_ext`,
  ),
  kept(`SELECT ${first("pg_get_indexdef(indexrelid)")}, indisreplident, indisclustered, indisvalid, obj_description(indexrelid)
          FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE relname IN ('by_expression', 'including') ORDER BY 1`),
  kept(
    "SELECT a.attname IN ('price', 'cost') FROM pg_depend JOIN pg_attribute a ON attrelid = refobjid AND attnum = refobjsubid WHERE deptype = 'a' AND objid = (SELECT oid FROM pg_class WHERE relname = 'counted')",
  ),
  kept(
    `SELECT ${first("pg_get_constraintdef(oid)")}, convalidated FROM pg_constraint WHERE conrelid = 'stranger'::regclass`,
  ),
  kept(`SELECT ${first("pg_get_viewdef('hand'::regclass)")}`),
  kept("SELECT pubname, replace(tablename, 'sheets', 'pages') FROM pg_publication_tables"),
  kept("SELECT id, worth::float FROM hand"),
];

const rows = "INSERT INTO pages VALUES (1, 2, 3.5), (2, 3, 4.5)";

const moves: Case[] = (
  [
    ["another type", pages(wide)],
    ["another name of the table", pages(narrow, { table: "sheets" }), "pages=sheets"],
    ["another name of the column", pages(narrow, { column: "cost" }), "pages.price=cost"],
    ["another schema", pages(narrow, { schema: "moved" }), "table:public.pages=moved.pages"],
    ["another type and name of the table", pages(wide, { table: "sheets" }), "pages=sheets"],
    ["another type and name of the column", pages(wide, { column: "cost" }), "pages.price=cost"],
    ["another type and schema", pages(wide, { schema: "moved" }), "table:public.pages=moved.pages"],
  ] as const
).map(([title, after, ...renames]) => ({
  title: `all that hangs on a column: ${title}`,
  before: pages(narrow),
  after,
  renames,
  byHand,
  rows,
  expectRows: hanging,
}));

const published = `CREATE PUBLICATION partly FOR TABLE pages (id, price) WHERE (id > 1); ALTER TABLE pages ALTER price SET COMPRESSION pglz`;

const twice = (expression: string): ColumnOptions => ({
  type: "text",
  generatedType: "STORED",
  asExpression: expression,
  nullable: true,
});

export default [
  ...moves,
  {
    title: "a publication of some columns and rows, while one of them gets another type and name",
    before: pages(narrow),
    after: pages(wide, { table: "sheets", column: "cost" }),
    renames: ["pages=sheets", "sheets.price=cost"],
    byHand: published,
    rows,
    expectRows: [
      kept(`SELECT p.pubname, ${first("p.attnames::text")}, p.rowfilter FROM pg_publication_tables p`),
      kept(`SELECT attcompression::text ${onColumn}`),
    ],
    versions: [15, 18],
  },
  {
    title: "what a generated column has of its own, when it is made anew",
    before: pages(twice("'a' || id")),
    after: pages(twice("'b' || id")),
    byHand: `ALTER TABLE pages ALTER price SET STATISTICS 7, ALTER price SET STORAGE EXTERNAL, ALTER price SET (n_distinct = 5);
      CREATE INDEX by_hand ON pages (price, (other + 1)); ALTER TABLE pages CLUSTER ON by_hand`,
    rows: "INSERT INTO pages (id) VALUES (1)",
    expectRows: [
      kept(`SELECT attstattarget, attstorage::text, attoptions::text ${onColumn}`),
      kept("SELECT indexrelid::regclass::text FROM pg_index WHERE indisclustered"),
    ],
  },
  {
    title: "what a number cannot have of what a text had",
    before: pages({ type: "text" }),
    after: pages({ type: "int" }),
    byHand: "ALTER TABLE pages ALTER price SET STORAGE EXTERNAL",
    rows: "INSERT INTO pages (id, price) VALUES (1, '7')",
    expectRows: [{ query: `SELECT attstorage::text ${onColumn}`, up: [["p"]] }],
  },
] satisfies Case[];
