/** Schemas that are not PostgreSQL's own. */
export const isOurs = (namespace: string) =>
  `${namespace} <> 'information_schema' AND ${namespace} NOT LIKE 'pg\\_%'`;

/**
 * Whether an object came after those that PostgreSQL brings itself, which are the most by far where a schema is small:
 * a query that says so reads the end of an index instead of all of a catalog.
 */
export const isNew = (oid: string) => `${oid} >= 16384`;

/** Joins as `member` the dependency of an object that an extension owns; those have one, ours have none. */
export const joinMember = (catalog: string, oid: string) => joinMemberOf(`'${catalog}'::regclass`, oid);

/** The same where a column of the query says which catalog it is. */
export const joinMemberOf = (classid: string, oid: string) =>
  `LEFT JOIN pg_depend member ON member.classid = ${classid} AND member.objid = ${oid}
                             AND member.deptype = 'e'`;

/** Joins as `d` the comment of an object that PostgreSQL did not bring, or of one column of it. */
export const joinComment = (catalog: string, oid: string, column = "0") =>
  `${joinCommentOf(`'${catalog}'::regclass`, oid, column)} AND ${isNew("d.objoid")}`;

export const joinCommentOf = (classoid: string, oid: string, column = "0") =>
  `LEFT JOIN pg_description d ON d.classoid = ${classoid} AND d.objoid = ${oid} AND d.objsubid = ${column}`;

/**
 * The relations that are ours: not the system's, not a session's, not an extension's. Partitions are part of their
 * parent. A query begins with this, then reads from `relation`.
 */
export const withRelations = `
  WITH RECURSIVE relation AS (
    SELECT c.oid, n.nspname, c.relname, c.relkind, c.relpersistence, c.reloptions, c.relispopulated, c.relowner
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      ${joinMember("pg_class", "c.oid")} AND ${isNew("member.objid")}
     WHERE ${isNew("c.oid")} AND ${isOurs("n.nspname")} AND member.objid IS NULL
       AND NOT c.relispartition AND c.relpersistence <> 't'
  )`;

/** Goes on after `withRelations`: every partition and heir with each table above it, and how far above. */
export const withHeirs = `, heir AS (
    SELECT inhrelid AS oid, inhparent AS ancestor, 1 AS distance FROM pg_inherits
    UNION
    SELECT h.oid, i.inhparent, h.distance + 1 FROM heir h JOIN pg_inherits i ON i.inhrelid = h.ancestor
  )`;
