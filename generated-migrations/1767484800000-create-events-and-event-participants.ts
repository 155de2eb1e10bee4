/*
 * Create events and event participants
 *
 *   + enum public.event_participants_answer_enum (invited, accepted, declined)  entities/event-participant.ts:32
 *   + table public.event_participants (4 columns, 2 foreign keys)               entities/event-participant.ts:12
 *   + table public.events (4 columns, 1 foreign key, 1 index)                   entities/event.ts:7
 *
 * Locks and cost:
 *   public.courses: SHARE ROW EXCLUSIVE, no rewrite, no scan
 *   public.users: SHARE ROW EXCLUSIVE, no rewrite, no scan
 *
 * Hazards:
 *   LOCKS_REFERENCED_TABLE public.users, public.courses
 *     The foreign key locks the table it refers to as well: dropping one stops its readers, adding one its writers.
 *   FOREIGN_KEY_WITHOUT_INDEX public.event_participants."FK_ce3f433e47fdd8f072964293c8d"
 *     Deleting a referenced row, or changing its key, reads the whole referring table.
 *
 * Going down destroys:
 *   table public.event_participants and its rows
 *   table public.events and its rows
 *
 * Proved:
 *   up and down, both ways, on PostgreSQL 18.6, embedded
 */
import type { MigrationInterface, QueryRunner } from "typeorm";

export class CreateEventsAndEventParticipants1767484800000 implements MigrationInterface {
  public readonly name = "CreateEventsAndEventParticipants1767484800000";
  public readonly schema = { from: "8d54bb934ace9a21", to: "b3ab396a86368607" };

  public async up(queryRunner: QueryRunner): Promise<void> {
    // --- before: your SQL or code ---

    // --- generated 42898118: schema generate --amend writes it again ---

    await queryRunner.query(`
      CREATE TYPE public.event_participants_answer_enum AS ENUM ('invited', 'accepted', 'declined')
    `);

    await queryRunner.query(`
      CREATE TABLE public.event_participants (
        event_id uuid NOT NULL,
        user_id uuid NOT NULL,
        answer public.event_participants_answer_enum NOT NULL DEFAULT 'invited',
        answered_at timestamptz,
        CONSTRAINT "PK_badb99ed7e07532bba1315a8af5" PRIMARY KEY (event_id, user_id)
      )
    `);

    await queryRunner.query(`
      CREATE TABLE public.events (
        id uuid NOT NULL DEFAULT uuid_generate_v4(),
        starts_at timestamptz NOT NULL,
        duration interval NOT NULL DEFAULT '01:00:00',
        course_id bigint NOT NULL,
        CONSTRAINT "PK_40731c7151fe4be3116e45ddf73" PRIMARY KEY (id)
      )
    `);

    await queryRunner.query(`
      CREATE INDEX "IDX_27e755ff62f3682bfcc283f5c4" ON public.events (course_id, starts_at)
    `);

    await queryRunner.query(`
      ALTER TABLE public.event_participants
        ADD CONSTRAINT "FK_b5349807aae71193d0cc0f52e35" FOREIGN KEY (event_id)
        REFERENCES public.events (id) ON DELETE CASCADE
    `);

    await queryRunner.query(`
      ALTER TABLE public.event_participants
        ADD CONSTRAINT "FK_ce3f433e47fdd8f072964293c8d" FOREIGN KEY (user_id)
        REFERENCES public.users (id) ON DELETE CASCADE
    `);

    await queryRunner.query(`
      ALTER TABLE public.events
        ADD CONSTRAINT "FK_dc24ce0726f520b0d9cdc7448bd" FOREIGN KEY (course_id)
        REFERENCES public.courses (id) ON DELETE CASCADE
    `);

    // --- after: your SQL or code ---
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    // --- before: your SQL or code ---

    // --- generated 54175401: schema generate --amend writes it again ---

    await queryRunner.query(`
      ALTER TABLE public.event_participants DROP CONSTRAINT "FK_b5349807aae71193d0cc0f52e35"
    `);

    await queryRunner.query(`
      ALTER TABLE public.event_participants DROP CONSTRAINT "FK_ce3f433e47fdd8f072964293c8d"
    `);

    await queryRunner.query(`ALTER TABLE public.events DROP CONSTRAINT "FK_dc24ce0726f520b0d9cdc7448bd"`);

    await queryRunner.query(`DROP TABLE public.event_participants`);

    await queryRunner.query(`DROP TABLE public.events`);

    await queryRunner.query(`DROP TYPE public.event_participants_answer_enum`);

    // --- after: your SQL or code ---
  }
}
