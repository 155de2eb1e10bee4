import { listMark } from "../../../change";
import { type ForeignKey, type Index, quoteIdentifier, quoteLiteral } from "../../../schema";
import { constraintDefinition, keyWords } from "../../constraints";
import { createIndexSql } from "../../indexes";
import { alone, type Sql } from "../../renderer";
import { type TableName, tableSql } from "../ground";
import type { Key } from "../keys";
import { blockOf, concatenated, definitionOf, namesAfter, patiently } from "../partitions";

/** How an index over second columns is built, and what gives it the name, and the constraint, in the swap. */
export interface Built {
  readonly build: Sql;
  readonly swap: readonly string[];
}

/**
 * Of a partitioned table each partition builds its own index over the second columns, and nothing binds them together
 * until the swap: then the table's is made, and takes over those that are the same without reading a row.
 *
 * @param fresh over the second columns
 */
export const partedIndex = (fresh: Index, index: Index): Built => ({
  build: built(fresh),
  swap: [createIndexSql(index, null)],
});

/** What belongs to a constraint takes over constraints alone. */
export const partedKey = (fresh: Index, key: Key): Built => ({
  build: built(fresh),
  swap: [
    blockOf([
      `  FOR part, name, own IN ${partitionsOf(fresh)} LOOP`,
      "    IF to_regclass(own) IS NOT NULL THEN",
      `      EXECUTE ${concatenated(`ALTER TABLE $part ADD CONSTRAINT $name ${keyWords(key, "$name")}`)};`,
      "    END IF;",
      "  END LOOP;",
    ]),
    `ALTER TABLE ${tableSql(key)} ADD ${constraintDefinition(key)}`,
  ],
});

/** Up to PostgreSQL 17 only the partitions take a foreign key that is not valid. */
export function partedForeignKey(key: ForeignKey): string {
  const add = ` ADD ${constraintDefinition({ ...key, validated: false })}`;
  return blockOf([
    `  FOR part IN SELECT relid FROM ${treeOf(key)} WHERE isleaf AND level > 0 LOOP`,
    `    EXECUTE 'ALTER TABLE ' || part || ${quoteLiteral(add)};`,
    "  END LOOP;",
  ]);
}

function built(fresh: Index): Sql {
  const create = (words: string) =>
    concatenated(`CREATE ${fresh.unique ? "UNIQUE " : ""}INDEX${words} $name ON $part${definitionOf(fresh)}`);
  const block = [
    `  FOR part, name, own IN ${partitionsOf(fresh)} LOOP`,
    "    IF to_regclass(own) IS NULL THEN",
    ...patiently,
    `      EXECUTE ${create("")};`,
    "      COMMIT;",
    "    END IF;",
    "  END LOOP;",
  ];
  const listed = [
    listMark,
    `SELECT ${create(" CONCURRENTLY")} AS sql FROM (`,
    `  ${partitionsOf(fresh)}`,
    // The answer is written down with what is done, so that an interrupted run goes on with the same.
    ") AS each WHERE pg_current_xact_id() IS NOT NULL ORDER BY part",
  ].join("\n");
  return { ...alone(blockOf(block)), listed };
}

/** The name tells what it is over: the way back builds other ones before these go. */
function partitionsOf(fresh: Index): string {
  const { name, own } = namesAfter(`${quoteIdentifier(fresh.name)}${definitionOf(fresh)}`);
  return [
    `SELECT p.relid::regclass::text AS part, ${name("c")} AS name, ${own("c")} AS own`,
    `    FROM ${treeOf(fresh)} p JOIN pg_class c ON c.oid = p.relid WHERE p.isleaf AND p.level > 0`,
  ].join("\n");
}

const treeOf = (place: TableName) => `pg_partition_tree(${quoteLiteral(tableSql(place))})`;
