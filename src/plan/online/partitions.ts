import { type ForeignKey, type Index, qualify, quoteIdentifier, quoteLiteral } from "../../schema";
import { constraintComment, constraintDefinition } from "../constraints";
import { createIndexSql, indexComment } from "../indexes";
import { alone, later, type Sql, sql } from "../renderer";
import { noted, type Place, tableSql } from "./ground";
import { leaving } from "./leftovers";

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

/** PostgreSQL builds no index of a partitioned table concurrently. */
export function indexByPartitions(index: Index): Sql[] {
  const on = ` ON ${tableSql(index)}`;
  const text = createIndexSql(index, null);
  const rest = text.slice(text.indexOf(on) + on.length);
  const path = qualify(index.schema, index.name);
  const attached = `SELECT x.indrelid FROM pg_inherits a JOIN pg_index x ON x.indexrelid = a.inhrelid WHERE a.inhparent = ${quoteLiteral(path)}::regclass`;
  const block = [
    `  FOR part IN SELECT inhrelid FROM pg_inherits WHERE inhparent = ${tableLiteral(index)}::regclass AND inhrelid NOT IN (${attached}) LOOP`,
    ...patiently,
    `    EXECUTE 'CREATE ${index.unique ? "UNIQUE " : ""}INDEX ON ' || part || ${quoteLiteral(rest)};`,
    "    SELECT max(indexrelid) INTO fresh FROM pg_index WHERE indrelid = part;",
    `    EXECUTE ${quoteLiteral(`ALTER INDEX ${path} ATTACH PARTITION `)} || fresh::regclass;`,
    "    COMMIT;",
    "  END LOOP;",
  ];
  return noted("Each partition gets its index by itself: only who writes to that one waits meanwhile.", [
    sql(text.replace(on, ` ON ONLY ${tableSql(index)}`)),
    alone(blockOf(block)),
    ...indexComment(index),
  ]);
}

const tableLiteral = (place: Place) => quoteLiteral(tableSql(place));

/** Those who come after it wait no longer than this; then it is tried again. */
const patiently = ["    SET LOCAL lock_timeout = '2s';"];

const blockOf = (body: readonly string[]) =>
  [
    "DO $partitions$",
    "DECLARE",
    "  part regclass;",
    "  fresh oid;",
    "BEGIN",
    ...body,
    "END",
    "$partitions$",
  ].join("\n");
