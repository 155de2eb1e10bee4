import { type Session, transaction } from "../postgres";
import { qualify, quoteIdentifier } from "../schema";
import { entriesIn } from "./dump";

const kinds = [
  "TABLE",
  "VIEW",
  "MATERIALIZED VIEW",
  "FOREIGN TABLE",
  "SEQUENCE",
  "TYPE",
  "DOMAIN",
  "FUNCTION",
  "PROCEDURE",
  "SCHEMA",
] as const;

/** Something in a database. */
export interface NamedObject {
  readonly kind: (typeof kinds)[number];
  /** As SQL writes it. */
  readonly path: string;
}

/** `3215; 1259 16386 TABLE public users postgres` */
const entry =
  /^\d+; \d+ \d+ (TABLE(?! DATA| ATTACH)|VIEW|MATERIALIZED VIEW(?! DATA)|FOREIGN TABLE|SEQUENCE(?! SET| OWNED)|TYPE|DOMAIN|FUNCTION|PROCEDURE|SCHEMA) (\S+) (.+) \S+$/;

/** `TABLE public.users` and so on, by pg_restore's list of a backup. */
export function contentsOf(list: string): ReadonlySet<string> {
  return new Set(
    entriesIn(list).flatMap((line) => {
      const [, kind, schema = "", name = ""] = entry.exec(line.trimEnd()) ?? [];
      return kind === undefined ? [] : [`${kind} ${schema === "-" ? name : `${schema}.${name}`}`];
    }),
  );
}

interface Row {
  readonly kind: NamedObject["kind"];
  /** Null for a schema itself. */
  readonly schema: string | null;
  readonly name: string;
  /** Of what a function takes; null for what is no function. */
  readonly takes: string | null;
}

export interface InTheWay {
  /** What came after the backup: it would stand in the way, or remain beside what is restored. */
  readonly extras: readonly NamedObject[];
  /** All tables and views, those of the backup included: something newer may hang on any of them. */
  readonly relations: readonly NamedObject[];
}

const relations: readonly NamedObject["kind"][] = ["TABLE", "VIEW", "MATERIALIZED VIEW", "FOREIGN TABLE"];

/** What a restore finds in its way. */
export async function standingIn(session: Session, contents: ReadonlySet<string>): Promise<InTheWay> {
  const rows = await transaction(session, async () => {
    // As pg_dump has it: every name qualified.
    await session.query("SET LOCAL search_path = ''");
    return session.query<Row>(everything);
  });
  const extra = (row: Row): NamedObject => ({ kind: row.kind, path: pathOf(row) });
  return {
    extras: rows.filter((row) => !contents.has(listed(row))).map(extra),
    relations: rows.filter(({ kind }) => relations.includes(kind)).map(extra),
  };
}

/** How many tables there are, whoever made them. */
export async function tablesIn(session: Session): Promise<number> {
  const [row] = await session.query<{ number: number }>(
    `SELECT count(*)::int AS number FROM pg_catalog.pg_tables
      WHERE schemaname !~ '^pg_' AND schemaname <> 'information_schema'`,
  );
  return row?.number ?? 0;
}

function listed({ kind, schema, name, takes }: Row): string {
  return `${kind} ${schema === null ? "" : `${schema}.`}${name}${takes === null ? "" : `(${takes})`}`;
}

function pathOf({ schema, name, takes }: Row): string {
  const path = schema === null ? quoteIdentifier(name) : qualify(schema, name);
  return takes === null ? path : `${path}(${takes})`;
}

/** What belongs to something else goes and comes with that: an extension's, a table's type, a column's sequence. */
const everything = `
  WITH own AS (
    SELECT oid, nspname FROM pg_catalog.pg_namespace
     WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
  found (class, oid, kind, schema, name, takes) AS (
    SELECT 'pg_class'::regclass, c.oid,
           CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'f' THEN 'FOREIGN TABLE'
                          WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, n.nspname, c.relname, NULL
      FROM pg_catalog.pg_class c JOIN own n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL
    SELECT 'pg_type'::regclass, t.oid, CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, n.nspname, t.typname, NULL
      FROM pg_catalog.pg_type t JOIN own n ON n.oid = t.typnamespace
     WHERE t.typtype IN ('e', 'd', 'r')
        OR t.typtype = 'c' AND (SELECT relkind FROM pg_catalog.pg_class WHERE oid = t.typrelid) = 'c'
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid, CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, n.nspname, p.proname,
           array_to_string(ARRAY(SELECT format_type(type, NULL) FROM unnest(p.proargtypes) type), ', ')
      FROM pg_catalog.pg_proc p JOIN own n ON n.oid = p.pronamespace WHERE p.prokind <> 'a'
    UNION ALL
    SELECT 'pg_namespace'::regclass, oid, 'SCHEMA', NULL, nspname, NULL FROM own WHERE nspname <> 'public')
  SELECT kind, schema, name, takes FROM found
   WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                      WHERE d.classid = class AND d.objid = found.oid
                        AND (d.deptype = 'e' OR d.deptype IN ('i', 'a') AND kind NOT LIKE '%TABLE'))
   ORDER BY array_position(ARRAY[${kinds.map((kind) => `'${kind}'`).join(", ")}], kind), schema, name, takes`;
