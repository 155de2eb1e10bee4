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
      up: async (queryRunner) => {
        for (const { sql } of up.statements) await queryRunner.query(sql);
      },
      down: async (queryRunner) => {
        for (const { sql } of down.statements) await queryRunner.query(sql);
      },
    },
  };
}
