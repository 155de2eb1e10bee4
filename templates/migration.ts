{{header}}
import type { MigrationInterface, QueryRunner } from "typeorm";

export class {{className}} implements MigrationInterface {
  public readonly name = "{{className}}";
  {{schema}}
  {{transaction}}

  public async up(queryRunner: QueryRunner): Promise<void> {
    {{up}}
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    {{down}}
  }
}
