import { createHash } from "node:crypto";
import { listMark } from "../../change";
import {
  type ForeignKey,
  type Index,
  type PrimaryKey,
  qualify,
  quoteIdentifier,
  quoteList,
  quoteLiteral,
  type Unique,
} from "../../schema";
import { constraintComment, constraintDefinition, keyWords } from "../constraints";
import { createIndexSql, indexComment } from "../indexes";
import { alone, later, type Sql, sql } from "../renderer";
import { noted, type TableName, tableSql } from "./ground";
import { leaving, variables } from "./leftovers";

/**
 * What PostgreSQL would do to all partitions in one go is done to one after the other, each committed by itself. Which
 * there are differs from database to database, so a block asks for them. Run again, it goes on where it was interrupted.
 */
export function keyByPartitions(key: ForeignKey): Sql[] {
  const [name, literal] = [quoteIdentifier(key.name), quoteLiteral(key.name)];
  const definition = quoteLiteral(` ADD ${constraintDefinition({ ...key, validated: false })}`);
  const lacks = `NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = part AND conname = ${literal})`;
  const block = [
    `  FOR part IN SELECT relid FROM pg_partition_tree(${tableLiteral(key)}) WHERE isleaf AND level > 0 LOOP`,
    `    IF ${lacks} THEN`,
    ...patiently,
    `      EXECUTE 'ALTER TABLE ' || part || ${definition};`,
    "      COMMIT;",
    "    END IF;",
    `    EXECUTE 'ALTER TABLE ' || part || ${quoteLiteral(` VALIDATE CONSTRAINT ${name}`)};`,
    "    COMMIT;",
    "  END LOOP;",
  ];
  const own = `conname = ${literal} AND conparentid = 0 AND conrelid IN (SELECT relid FROM pg_partition_tree(${tableLiteral(key)}) WHERE level > 0)`;
  const leftover = [
    `  FOR part IN SELECT conrelid::regclass FROM pg_constraint WHERE ${own} LOOP`,
    `    EXECUTE 'ALTER TABLE ' || part || ${quoteLiteral(` DROP CONSTRAINT ${name}`)};`,
    "  END LOOP;",
  ].join("\n");
  return noted("Each partition is checked by itself, while others write; then the key takes them over.", [
    leaving(alone(blockOf(block)), leftover),
    later(`ALTER TABLE ${tableSql(key)}\n  ADD ${constraintDefinition(key)}`),
    ...constraintComment(key),
  ]);
}

/** PostgreSQL builds no index of a partitioned table concurrently, but that of a partition, which may be attached. */
export function indexByPartitions(index: Index): Sql[] {
  const rest = definitionOf(index);
  const create = (words: string) => `CREATE ${index.unique ? "UNIQUE " : ""}INDEX${words}`;
  const parts: Parts = {
    index: index.name,
    place: index,
    leaf: [`${create(" CONCURRENTLY")} $name ON $part${rest}`],
    node: [`${create("")} $name ON ONLY $part${rest}`],
    undo: ["DROP INDEX $own"],
  };
  return noted("Each partition builds its index by itself, while others write; then it is attached.", [
    sql(createIndexSql(index, null).replace(` ON ${tableSql(index)}`, () => ` ON ONLY ${tableSql(index)}`)),
    built(parts, [`${create("")} $name ON $part${rest}`]),
    ...indexComment(index),
  ]);
}

/** The same of a constraint, which is attached with its index. */
export function constraintByPartitions(key: PrimaryKey | Unique, index: Index): Sql[] {
  const columns = quoteList(key.columns);
  const words = keyWords(key, "$name");
  const plain = constraintDefinition(key).replace(quoteIdentifier(key.name), () => "$name");
  const parts: Parts = {
    index: key.name,
    place: key,
    leaf: [
      `CREATE UNIQUE INDEX CONCURRENTLY $name ON $part${definitionOf(index)}`,
      `ALTER TABLE $part ADD CONSTRAINT $name ${words}`,
    ],
    node: [`ALTER TABLE ONLY $part ADD ${plain}`],
    undo: ["ALTER TABLE $part DROP CONSTRAINT IF EXISTS $name", "DROP INDEX IF EXISTS $own"],
  };
  return noted(
    `Each partition builds its index of ${columns} by itself, while others write; then it is attached.`,
    [
      sql(`ALTER TABLE ONLY ${tableSql(key)}\n  ADD ${constraintDefinition(key)}`),
      built(parts, [`ALTER TABLE $part ADD ${plain}`]),
      ...constraintComment(key),
    ],
  );
}

interface Parts {
  /** Of the whole table, and in its schema. */
  readonly index: string;
  readonly place: TableName;
  /** What is sent for a partition, and for one that is partitioned itself: `$part` it, `$name` its index, `$own` with the schema. */
  readonly leaf: readonly string[];
  readonly node: readonly string[];
  readonly undo: readonly string[];
}

/** @param atOnce what a block, which can build nothing concurrently, does for each partition */
function built(parts: Parts, atOnce: readonly string[]): Sql {
  const block = [
    `  FOR part, name, own, above IN ${partitionsOf(parts)}`,
    "    WHERE p.level = 1 AND NOT EXISTS (SELECT FROM pg_inherits a JOIN pg_index x ON x.indexrelid = a.inhrelid",
    `      WHERE a.inhparent = ${pathLiteral(parts)}::regclass AND x.indrelid = p.relid) ORDER BY 1 LOOP`,
    ...patiently,
    ...atOnce.map((text) => `    EXECUTE ${concatenated(text)};`),
    `    EXECUTE ${concatenated(attach)};`,
    "    COMMIT;",
    "  END LOOP;",
  ];
  const leftover = [
    `  FOR part, name, own, above IN ${partitionsOf(parts)}`,
    "    WHERE p.level > 0 LOOP",
    "    IF to_regclass(own) NOT IN (SELECT inhrelid FROM pg_inherits) THEN",
    ...parts.undo.map((text) => `      EXECUTE ${concatenated(text)};`),
    "    END IF;",
    "  END LOOP;",
  ].join("\n");
  return { ...leaving(alone(blockOf(block)), leftover), listed: listOf(parts) };
}

const attach = "ALTER INDEX $above ATTACH PARTITION $own";

/** The statements, each to be sent alone: from the top down, and back. */
function listOf(parts: Parts): string {
  const array = (texts: readonly string[]) => `ARRAY[${texts.map(concatenated).join(", ")}]`;
  return [
    listMark,
    "WITH parts AS (",
    `  ${partitionsOf(parts, ", p.level, p.isleaf")}`,
    "    WHERE p.level > 0",
    ")",
    "SELECT sql FROM (",
    "  SELECT level AS turn, part, place, sql FROM parts,",
    `    unnest(CASE WHEN isleaf THEN ${array(parts.leaf)}`,
    `      ELSE ${array(parts.node)} END) WITH ORDINALITY AS s (sql, place)`,
    "  UNION ALL",
    `  SELECT 1000 - level, part, 0, ${concatenated(attach)} FROM parts`,
    // The answer is written down with what is done, so that an interrupted run goes on with the same.
    ") AS each WHERE pg_current_xact_id() IS NOT NULL ORDER BY turn, part, place",
  ].join("\n");
}

/** Each with the name that its index gets, and the index that this is to be attached to. */
function partitionsOf({ index, place }: Parts, more = ""): string {
  const { name, own } = namesAfter(index);
  return [
    `SELECT p.relid::regclass::text AS part${more},`,
    `    ${name("c")} AS name,`,
    `    ${own("c")} AS own,`,
    `    CASE p.level WHEN 1 THEN ${quoteLiteral(qualify(place.schema, index))} ELSE ${own("u")} END AS above`,
    `    FROM pg_partition_tree(${tableLiteral(place)}) p`,
    "    JOIN pg_class c ON c.oid = p.relid",
    "    JOIN pg_class u ON u.oid = p.parentrelid",
  ].join("\n");
}

/** How a partition's own index is called, by what it is for. */
export function namesAfter(purpose: string) {
  const ending = quoteLiteral(`_${createHash("sha1").update(purpose).digest("hex").slice(0, 8)}`);
  const name = (table: string) => `quote_ident(left(${table}.relname, 40) || ${ending})`;
  return { name, own: (table: string) => `${table}.relnamespace::regnamespace || '.' || ${name(table)}` };
}

/** `'DROP INDEX ' || own` */
export function concatenated(text: string): string {
  return text
    .split(/(\$(?:part|name|own|above)\b)/)
    .filter((piece) => piece !== "")
    .map((piece) => (/^\$(?:part|name|own|above)$/.test(piece) ? piece.slice(1) : quoteLiteral(piece)))
    .join(" || ");
}

/** What stands behind the table in CREATE INDEX. */
export function definitionOf(index: Index): string {
  const [text, on] = [createIndexSql(index, null), ` ON ${tableSql(index)}`];
  return text.slice(text.indexOf(on) + on.length);
}

const pathLiteral = ({ index, place }: Parts) => quoteLiteral(qualify(place.schema, index));
const tableLiteral = (place: TableName) => quoteLiteral(tableSql(place));

/** Those who come after it wait no longer than this; then it is tried again. */
export const patiently = ["    SET LOCAL lock_timeout = '2s';"];

export const blockOf = (body: readonly string[]) =>
  ["DO $partitions$", "DECLARE", ...variables, "BEGIN", ...body, "END", "$partitions$"].join("\n");
