/*
 * Add status to projects
 *
 *   + enum public.projects_status_enum (draft, active, archived)  entities/project.ts:34
 *   + column public.projects.status public.projects_status_enum NOT NULL DEFAULT 'draft'  entities/project.ts:34
 *
 * Locks and cost:
 *   public.projects: ACCESS EXCLUSIVE, no rewrite, no scan
 *
 * Going down destroys:
 *   column public.projects.status and its values
 *
 * Proved:
 *   up and down, both ways, on PostgreSQL 18.6, embedded
 */
import type { MigrationInterface, QueryRunner } from "typeorm";

export class AddStatusToProjects1767312000000 implements MigrationInterface {
  public readonly name = "AddStatusToProjects1767312000000";
  public readonly schema = { from: "230684ba7b5d6719", to: "31880ab4edc86aa0" };

  public async up(queryRunner: QueryRunner): Promise<void> {
    // --- before: your SQL or code ---

    // --- generated 86f38bdf: schema generate --amend writes it again ---

    await queryRunner.query(`
      CREATE TYPE public.projects_status_enum AS ENUM ('draft', 'active', 'archived')
    `);

    await queryRunner.query(`
      ALTER TABLE public.projects ADD COLUMN status public.projects_status_enum NOT NULL DEFAULT 'draft'
    `);

    // --- after: your SQL or code ---
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    // --- before: your SQL or code ---

    // --- generated bcbb45f8: schema generate --amend writes it again ---

    await queryRunner.query(`ALTER TABLE public.projects DROP COLUMN status`);

    await queryRunner.query(`DROP TYPE public.projects_status_enum`);

    // --- after: your SQL or code ---
  }
}
