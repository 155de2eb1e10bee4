import type { QueryRunner } from "typeorm";
import type { Plan } from "../change";
import type { Migration } from "../migrations";

/** A migration that is not written yet, to be run as its file would. */
export function plannedMigration(name: string, timestamp: number, up: Plan, down: Plan): Migration {
  return {
    name,
    timestamp,
    file: null,
    checksum: null,
    source: "",
    transaction: up.transaction && down.transaction,
    schema: null,
    instance: {
      up: (queryRunner) => send(up, queryRunner),
      down: (queryRunner) => send(down, queryRunner),
    },
  };
}

async function send({ statements }: Plan, queryRunner: QueryRunner): Promise<void> {
  for (const { sql, listed } of statements) {
    const each = listed === undefined ? [{ sql }] : await queryRunner.query(listed);
    for (const { sql: text } of each) await queryRunner.query(text);
  }
}
