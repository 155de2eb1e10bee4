import { Column, Entity, PrimaryColumn } from "typeorm";
import { SqlIndex, type SqlIndexDecorator } from "../../src";
import { type Case, kept } from "./support/case";
import { withColumn } from "./support/entities";

const embedded = true;
const vector = (length: number) => withColumn({ type: "vector", length, nullable: true });
const halfvec = (length: number) => withColumn({ type: "halfvec", length, nullable: true });
const rows = "INSERT INTO t VALUES (1, '[1,2,3]'), (2, NULL)";
const expectRows = [kept("SELECT id, c::text FROM t ORDER BY id")];

function indexed(...decorators: SqlIndexDecorator[]) {
  @Entity("t")
  class T {
    @PrimaryColumn({ type: "int" })
    id!: number;
    @Column({ type: "vector", length: 3, nullable: true })
    c!: string;
  }
  for (const decorate of decorators) decorate(T);
  return [T];
}

const near = (operatorClass: string) =>
  SqlIndex("t_near", [{ property: "c", operatorClass }], { using: "hnsw", with: { m: 8 } });

/** pgvector, which the embedded database brings along. */
const cases: Case[] = [
  { title: "vector: added", before: withColumn(null), after: vector(3), embedded },
  { title: "vector: dropped", before: vector(3), after: withColumn(null), rows, embedded },
  { title: "vector: unchanged", before: vector(3), after: vector(3), unchanged: true, embedded },
  { title: "vector of another length", before: vector(3), after: vector(4), embedded },
  { title: "halfvec: added", before: withColumn(null), after: halfvec(3), embedded },
  { title: "halfvec: dropped", before: halfvec(3), after: withColumn(null), rows, embedded },
  { title: "halfvec: unchanged", before: halfvec(3), after: halfvec(3), unchanged: true, embedded },
  { title: "halfvec of another length", before: halfvec(3), after: halfvec(4), embedded },
  { title: "vector to halfvec", before: vector(3), after: halfvec(3), rows, expectRows, embedded },
  {
    title: "an index on a vector: created",
    before: indexed(),
    after: indexed(near("vector_l2_ops")),
    rows,
    expectRows,
    embedded,
  },
  {
    title: "an index on a vector: altered",
    before: indexed(near("vector_l2_ops")),
    after: indexed(near("vector_cosine_ops")),
    rows,
    expectRows,
    embedded,
  },
  {
    title: "an index on a vector: unchanged",
    before: indexed(near("vector_cosine_ops")),
    after: indexed(near("vector_cosine_ops")),
    unchanged: true,
    embedded,
  },
];

export default cases;
