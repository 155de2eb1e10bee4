import type { Session } from "../postgres/database";
import { patiently } from "../postgres/patience";

/** Something that no entity describes and that a schema may lean on: a function of a check, a domain of a column. */
export interface Footing {
  /** `function public.is_email(text)` */
  readonly name: string;
  /** The schema it lives in. */
  readonly schema: string;
  /** Whether tables or views do lean on it already. */
  readonly leaned: boolean;
  /** What makes it; null where the catalog cannot say. */
  readonly sql: string | null;
}

/**
 * Everything of that kind, in the order in which it was made. What extensions bring comes with them; an extension itself
 * is listed where something leans on it.
 */
export function readFoundation(session: Session): Promise<Footing[]> {
  return patiently(session, async () => {
    await session.query("SET LOCAL search_path = ''");
    return session
      .query<Footing & Record<string, unknown>>(query)
      .then((rows) => rows.map(({ name, schema, leaned, sql }) => ({ name, schema, leaned, sql })));
  });
}

/** From relations, defaults, constraints and views to what they use, and from that to what it uses itself. */
const query = `
  WITH RECURSIVE used AS (
    SELECT refclassid AS classid, refobjid AS objid FROM pg_catalog.pg_depend
     WHERE classid IN ('pg_catalog.pg_class'::regclass, 'pg_catalog.pg_attrdef'::regclass,
                       'pg_catalog.pg_constraint'::regclass, 'pg_catalog.pg_rewrite'::regclass)
       AND refclassid IN ('pg_catalog.pg_proc'::regclass, 'pg_catalog.pg_type'::regclass,
                          'pg_catalog.pg_collation'::regclass, 'pg_catalog.pg_operator'::regclass,
                          'pg_catalog.pg_opclass'::regclass)
       AND refobjid >= 16384 AND objid >= 16384
    UNION
    SELECT d.refclassid, d.refobjid FROM used u
      JOIN pg_catalog.pg_depend d ON d.classid = u.classid AND d.objid = u.objid
     WHERE d.refobjid >= 16384
       AND d.refclassid IN ('pg_catalog.pg_proc'::regclass, 'pg_catalog.pg_type'::regclass,
                            'pg_catalog.pg_collation'::regclass, 'pg_catalog.pg_operator'::regclass)
  ), known AS (
    SELECT 'pg_catalog.pg_proc'::regclass AS classid, oid AS objid FROM pg_catalog.pg_proc
    UNION ALL SELECT 'pg_catalog.pg_type'::regclass, oid FROM pg_catalog.pg_type
    UNION ALL SELECT 'pg_catalog.pg_collation'::regclass, oid FROM pg_catalog.pg_collation
    UNION ALL SELECT 'pg_catalog.pg_operator'::regclass, oid FROM pg_catalog.pg_operator
    UNION ALL SELECT 'pg_catalog.pg_opclass'::regclass, oid FROM pg_catalog.pg_opclass
  ), own AS (
    SELECT k.*, EXISTS (SELECT FROM used u WHERE u.classid = k.classid AND u.objid = k.objid) AS leaned FROM known k
     -- What PostgreSQL itself brings has lower numbers.
     WHERE k.objid >= 16384
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                        WHERE e.classid = k.classid AND e.objid = k.objid AND e.deptype = 'e')
  )
  SELECT o.objid, CASE p.prokind WHEN 'a' THEN 'aggregate' WHEN 'p' THEN 'procedure' ELSE 'function' END
           || ' ' || p.oid::regprocedure AS name, n.nspname AS schema, o.leaned,
         CASE WHEN p.prokind IN ('f', 'p', 'w') THEN pg_get_functiondef(p.oid) END AS sql
    FROM own o JOIN pg_catalog.pg_proc p ON p.oid = o.objid AND o.classid = 'pg_catalog.pg_proc'::regclass
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
   -- A range type brings its constructors along.
   WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend i WHERE i.classid = o.classid AND i.objid = o.objid AND i.deptype = 'i')
  UNION ALL
  SELECT o.objid, 'domain ' || format_type(t.oid, NULL), n.nspname, o.leaned,
         format('CREATE DOMAIN %I.%I AS %s', n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod))
           || coalesce(' DEFAULT ' || t.typdefault, '') || CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END
           || coalesce((SELECT string_agg(format(' CONSTRAINT %I %s', c.conname, pg_get_constraintdef(c.oid)), '' ORDER BY c.conname)
                          FROM pg_catalog.pg_constraint c WHERE c.contypid = t.oid AND c.contype = 'c'), '')
    FROM own o JOIN pg_catalog.pg_type t ON t.oid = o.objid AND o.classid = 'pg_catalog.pg_type'::regclass
    JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
   WHERE t.typtype = 'd'
  UNION ALL
  SELECT o.objid, 'type ' || format_type(t.oid, NULL), n.nspname, o.leaned,
         format('CREATE TYPE %I.%I AS (%s)', n.nspname, t.typname,
                (SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)
                   FROM pg_catalog.pg_attribute a WHERE a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped))
    FROM own o JOIN pg_catalog.pg_type t ON t.oid = o.objid AND o.classid = 'pg_catalog.pg_type'::regclass
    JOIN pg_catalog.pg_class r ON r.oid = t.typrelid AND r.relkind = 'c'
    JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
  UNION ALL
  SELECT o.objid, 'range ' || format_type(t.oid, NULL), n.nspname, o.leaned,
         format('CREATE TYPE %I.%I AS RANGE (SUBTYPE = %s)', n.nspname, t.typname, format_type(r.rngsubtype, NULL))
    FROM own o JOIN pg_catalog.pg_type t ON t.oid = o.objid AND o.classid = 'pg_catalog.pg_type'::regclass
    JOIN pg_catalog.pg_range r ON r.rngtypid = t.oid
    JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
  UNION ALL
  SELECT o.objid, format('collation %I.%I', n.nspname, c.collname), n.nspname, o.leaned,
         format('CREATE COLLATION %I.%I (PROVIDER = %s, LOCALE = %L, DETERMINISTIC = %s)', n.nspname, c.collname,
                CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,
                coalesce(to_jsonb(c)->>'colllocale', to_jsonb(c)->>'colliculocale', c.collcollate::text), c.collisdeterministic::text)
    FROM own o JOIN pg_catalog.pg_collation c ON c.oid = o.objid AND o.classid = 'pg_catalog.pg_collation'::regclass
    JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
  UNION ALL
  SELECT o.objid, 'operator ' || p.oid::regoperator, n.nspname, o.leaned,
         format('CREATE OPERATOR %I.%s (FUNCTION = %s, %s)', n.nspname, p.oprname, p.oprcode,
                concat_ws(', ', 'LEFTARG = ' || nullif(p.oprleft, 0)::regtype, 'RIGHTARG = ' || nullif(p.oprright, 0)::regtype))
    FROM own o JOIN pg_catalog.pg_operator p ON p.oid = o.objid AND o.classid = 'pg_catalog.pg_operator'::regclass
    JOIN pg_catalog.pg_namespace n ON n.oid = p.oprnamespace
  UNION ALL
  SELECT o.objid, format('operator class %I.%I', n.nspname, c.opcname), n.nspname, o.leaned, NULL
    FROM own o JOIN pg_catalog.pg_opclass c ON c.oid = o.objid AND o.classid = 'pg_catalog.pg_opclass'::regclass
    JOIN pg_catalog.pg_namespace n ON n.oid = c.opcnamespace
  UNION ALL
  -- A sequence that no column owns: a default may draw from it all the same.
  SELECT c.oid, format('sequence %I.%I', n.nspname, c.relname), n.nspname,
         EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = c.oid
                    AND d.classid = 'pg_catalog.pg_attrdef'::regclass),
         format('CREATE SEQUENCE %I.%I AS %s', n.nspname, c.relname, format_type(q.seqtypid, NULL))
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_sequence q ON q.seqrelid = c.oid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname !~ '^pg_' AND c.relpersistence <> 't'
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
                        AND d.deptype IN ('a', 'i', 'e'))
  UNION ALL
  SELECT x.oid, format('extension %I', x.extname), n.nspname, true,
         format('CREATE EXTENSION IF NOT EXISTS %I SCHEMA %I', x.extname, n.nspname)
    FROM pg_catalog.pg_extension x JOIN pg_catalog.pg_namespace n ON n.oid = x.extnamespace
   WHERE x.extname <> 'plpgsql'
     AND EXISTS (SELECT FROM used u JOIN pg_catalog.pg_depend e ON e.classid = u.classid AND e.objid = u.objid
                  WHERE e.deptype = 'e' AND e.refclassid = 'pg_catalog.pg_extension'::regclass AND e.refobjid = x.oid)
   ORDER BY 1`;
