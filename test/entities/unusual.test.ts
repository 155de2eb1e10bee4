import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from "typeorm";
import { provedStatements, statementsOf, synchronize } from "../support/comparison";
import { createDatabase, execute, serverVersions } from "../support/servers";

const long = (last: string) => `${"long_".repeat(13).slice(0, 62)}${last}`;

@Entity('the "user"; DROP TABLE x')
class Strange {
  @PrimaryGeneratedColumn({ name: "select" })
  id!: number;
  @Column({ name: "größe 📏", default: "it's" })
  size!: string;
  @Column({ type: "enum", enum: ["it's", 'say "hi"', "back\\slash", "größe"], default: "it's" })
  Kind!: string;
  @Column({ name: "a.b", nullable: true, unique: true, comment: "it's a comment" })
  dotted!: string;
}

@Entity(long("t"))
class Long {
  @PrimaryGeneratedColumn({ name: long("i") })
  id!: number;
  @Column({ name: `${long("c")}x`, type: "enum", enum: ["x".repeat(63)], enumName: long("e") })
  cut!: string;
}

/** 41 characters, and twice as many bytes. */
const cyrillic = (last: string) => `${"ящик".repeat(10)}${last}`;

@Entity(cyrillic("т"))
class Cyrillic {
  @PrimaryGeneratedColumn({ name: cyrillic("и") })
  id!: number;
  @Column({
    name: "короткое",
    type: "enum",
    enum: ["ж".repeat(31)],
    enumName: `е${cyrillic("")}`,
    default: "ж".repeat(31),
  })
  cut!: string;
  @Column({ name: "другое", unique: true })
  other!: string;
}

const noted = (note: "text" | "varchar", at: "date" | "timestamp") => {
  @Entity("event")
  class Event {
    id!: number;
    at!: string;
    note!: string;
  }
  PrimaryColumn({ type: "int", primaryKeyConstraintName: "event_pk" })(Event.prototype, "id");
  PrimaryColumn({ type: at, primaryKeyConstraintName: "event_pk" })(Event.prototype, "at");
  Column({ type: note, nullable: true })(Event.prototype, "note");
  return [Event];
};

const partitioned = [
  "CREATE SCHEMA old",
  "CREATE TABLE event (id int NOT NULL, at date NOT NULL, note varchar, CONSTRAINT event_pk PRIMARY KEY (id, at)) PARTITION BY RANGE (at)",
  "CREATE TABLE old.event_old PARTITION OF event FOR VALUES FROM ('2020-01-01') TO ('2021-01-01') PARTITION BY LIST (id)",
  "CREATE TABLE old.event_one PARTITION OF old.event_old FOR VALUES IN (1)",
  "CREATE VIEW old_notes AS SELECT id, note FROM old.event_one",
  "CREATE POLICY few ON old.event_one USING (note <> 'x')",
];

/** What is unusual and right is made, and then there is nothing to do: in names, labels and defaults. */
describe.each(serverVersions)("on PostgreSQL %i", (version) => {
  test.each([
    ["quotes, reserved words, unicode and dots", Strange],
    ["names of 63 and 64 bytes", Long],
    ["names of fewer characters than bytes", Cyrillic],
  ])("%s", async (_, entity) => {
    const { url, drop } = await createDatabase(version);
    try {
      expect(await synchronize(url, [entity])).not.toEqual([]);
      expect(await statementsOf(url, [entity])).toEqual([]);
    } finally {
      await drop();
    }
  });

  test("a partition that a view reads is there in the proof, and what a table is partitioned by stays", async () => {
    const { url, drop } = await createDatabase(version);
    try {
      await execute(url, ...partitioned);
      const { statements } = await provedStatements(url, noted("text", "date"), {});
      expect(statements.map((statement) => statement.split("\n")[0])).toEqual([
        "DROP VIEW public.old_notes",
        "DROP POLICY few ON old.event_one",
        "ALTER TABLE public.event ALTER COLUMN note TYPE text",
        "CREATE POLICY few ON old.event_one AS PERMISSIVE FOR ALL TO PUBLIC USING (((note)::text <> 'x'::text))",
        "CREATE VIEW public.old_notes AS",
      ]);
      await expect(statementsOf(url, noted("varchar", "timestamp"))).rejects.toMatchObject({
        code: "PARTITION_KEY",
        exit: 4,
      });
    } finally {
      await drop();
    }
  });
});
