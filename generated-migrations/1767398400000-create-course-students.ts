/*
 * Create course students
 *
 *   + table public.course_students (2 columns, 2 foreign keys, 2 indexes)  entities/course.ts:27
 *
 * Locks and cost:
 *   public.courses: SHARE ROW EXCLUSIVE, no rewrite, no scan
 *   public.users: SHARE ROW EXCLUSIVE, no rewrite, no scan
 *
 * Hazards:
 *   LOCKS_REFERENCED_TABLE public.users, public.courses
 *     The foreign key locks the table it refers to as well: dropping one stops its readers, adding one its writers.
 *
 * Going down destroys:
 *   table public.course_students and its rows
 *
 * Proved:
 *   up and down, both ways, on PostgreSQL 18.6, embedded
 */
import type { MigrationInterface, QueryRunner } from "typeorm";

export class CreateCourseStudents1767398400000 implements MigrationInterface {
  public readonly name = "CreateCourseStudents1767398400000";
  public readonly schema = { from: "31880ab4edc86aa0", to: "8d54bb934ace9a21" };

  public async up(queryRunner: QueryRunner): Promise<void> {
    // --- before: your SQL or code ---

    // --- generated 74087954: schema generate --amend writes it again ---

    await queryRunner.query(`
      CREATE TABLE public.course_students (
        course_id bigint NOT NULL,
        student_id uuid NOT NULL,
        CONSTRAINT "PK_4a364b5ed5add8d9d3c3edf0cbb" PRIMARY KEY (course_id, student_id)
      )
    `);

    await queryRunner.query(`
      CREATE INDEX "IDX_0c333793939e89fc835e6a95db" ON public.course_students (student_id)
    `);

    await queryRunner.query(`
      CREATE INDEX "IDX_f92b04de7259dd40d646d0a457" ON public.course_students (course_id)
    `);

    await queryRunner.query(`
      ALTER TABLE public.course_students
        ADD CONSTRAINT "FK_0c333793939e89fc835e6a95dbd" FOREIGN KEY (student_id)
        REFERENCES public.users (id) ON DELETE CASCADE ON UPDATE CASCADE
    `);

    await queryRunner.query(`
      ALTER TABLE public.course_students
        ADD CONSTRAINT "FK_f92b04de7259dd40d646d0a4570" FOREIGN KEY (course_id)
        REFERENCES public.courses (id) ON DELETE CASCADE ON UPDATE CASCADE
    `);

    // --- after: your SQL or code ---
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    // --- before: your SQL or code ---

    // --- generated 5bcc96fd: schema generate --amend writes it again ---

    await queryRunner.query(`
      ALTER TABLE public.course_students DROP CONSTRAINT "FK_0c333793939e89fc835e6a95dbd"
    `);

    await queryRunner.query(`
      ALTER TABLE public.course_students DROP CONSTRAINT "FK_f92b04de7259dd40d646d0a4570"
    `);

    await queryRunner.query(`DROP TABLE public.course_students`);

    // --- after: your SQL or code ---
  }
}
