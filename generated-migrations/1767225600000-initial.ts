/*
 * Initial
 *
 *   + extension "uuid-ossp"                                           entities/document.ts:5
 *   + enum public.plan (free, team, company)                          entities/subscription.ts:26
 *   + enum public.users_role_enum (admin, member, guest)              entities/user.ts:30
 *   + table public.cams (6 columns, 1 foreign key)                    entities/cam.ts:6
 *   + table public.courses (4 columns)                                entities/course.ts:4
 *   + table public.documents (7 columns, 2 foreign keys, 1 index)     entities/document.ts:5
 *   + table public.projects (6 columns, 2 foreign keys, 1 index)      entities/project.ts:20
 *   + table public.subscriptions (6 columns, 1 foreign key, 1 index)  entities/subscription.ts:13
 *   + table public.users (8 columns)                                  entities/user.ts:19
 *   + view public.project_overview                                    entities/project-overview.ts:14
 *
 * Hazards:
 *   FOREIGN_KEY_WITHOUT_INDEX public.cams."FK_31c8fc13312c2a8b22aebf6d3c0", public.documents."FK_85bb251d329c62799e477bc9058", public.projects."FK_edbca3232e817e77f84de8c59fe" and 1 more
 *     Deleting a referenced row, or changing its key, reads the whole referring table.
 *
 * Going down destroys:
 *   table public.cams and its rows
 *   table public.courses and its rows
 *   table public.documents and its rows
 *   table public.projects and its rows
 *   table public.subscriptions and its rows
 *   table public.users and its rows
 *
 * Proved:
 *   up and down, both ways, on PostgreSQL 18.6, embedded
 */
import type { MigrationInterface, QueryRunner } from "typeorm";

export class Initial1767225600000 implements MigrationInterface {
  public readonly name = "Initial1767225600000";
  public readonly schema = { from: "e3b0c44298fc1c14", to: "230684ba7b5d6719" };

  public async up(queryRunner: QueryRunner): Promise<void> {
    // --- before: your SQL or code ---

    // --- generated 5f9b32a7: schema generate --amend writes it again ---

    await queryRunner.query(`CREATE EXTENSION IF NOT EXISTS "uuid-ossp" SCHEMA public`);

    await queryRunner.query(`CREATE TYPE public.plan AS ENUM ('free', 'team', 'company')`);

    await queryRunner.query(`CREATE TYPE public.users_role_enum AS ENUM ('admin', 'member', 'guest')`);

    await queryRunner.query(`
      CREATE TABLE public.cams (
        id integer GENERATED ALWAYS AS IDENTITY NOT NULL,
        address inet NOT NULL,
        frame_rate smallint NOT NULL DEFAULT '25',
        "position" point,
        is_live boolean NOT NULL DEFAULT false,
        project_id integer NOT NULL,
        CONSTRAINT "PK_c9d95c0492d3b91e0053be82bf5" PRIMARY KEY (id),
        CONSTRAINT cams_frame_rate CHECK (frame_rate BETWEEN 1 AND 240)
      )
    `);

    await queryRunner.query(`
      CREATE TABLE public.courses (
        id bigserial,
        slug varchar(80) NOT NULL,
        title text NOT NULL,
        weekly_hours real[],
        CONSTRAINT "PK_3f70a487cc718ad8eda4e6d58c9" PRIMARY KEY (id),
        CONSTRAINT "UQ_a3bb2d01cfa0f95bc5e034e1b7a" UNIQUE (slug)
      )
    `);

    await queryRunner.query(`
      CREATE TABLE public.documents (
        id uuid NOT NULL DEFAULT uuid_generate_v4(),
        title text NOT NULL,
        properties jsonb NOT NULL DEFAULT '{"reviewed":false,"labels":[]}',
        content bytea,
        title_length integer GENERATED ALWAYS AS (length(title)) STORED NOT NULL,
        project_id integer NOT NULL,
        previous_version_id uuid,
        CONSTRAINT "PK_ac51aa5181ee2036f5ca482857c" PRIMARY KEY (id)
      )
    `);

    await queryRunner.query(`
      COMMENT ON TABLE public.documents IS 'Files of a project, one row for each version'
    `);

    await queryRunner.query(`
      CREATE TABLE public.projects (
        id serial,
        name varchar(200) NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        deleted_at timestamptz,
        owner_id uuid NOT NULL,
        parent_id integer,
        CONSTRAINT "PK_6271df0a7aed1d6c0691ce6ac50" PRIMARY KEY (id),
        CONSTRAINT "UQ_3e58ad4e6c4853e7dbf4fcfa632" UNIQUE (owner_id, name)
      )
    `);

    await queryRunner.query(`
      CREATE TABLE public.subscriptions (
        id uuid NOT NULL DEFAULT uuid_generate_v4(),
        plan public.plan NOT NULL DEFAULT 'free',
        monthly_price numeric(10,2) NOT NULL DEFAULT '0',
        starts_on date NOT NULL DEFAULT ('now'::text)::date,
        ends_on date,
        user_id uuid NOT NULL,
        CONSTRAINT "PK_a87248d73155605cf782be9ee5e" PRIMARY KEY (id),
        CONSTRAINT subscriptions_period CHECK (ends_on IS NULL OR ends_on > starts_on)
      )
    `);

    await queryRunner.query(`
      CREATE TABLE public.users (
        id uuid NOT NULL DEFAULT uuid_generate_v4(),
        email varchar(320) NOT NULL,
        name varchar(100) NOT NULL,
        role public.users_role_enum NOT NULL DEFAULT 'member',
        interests text[] NOT NULL DEFAULT '{}',
        preferences jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT "PK_a3ffb1c0c8416b9fc6f907b7433" PRIMARY KEY (id),
        CONSTRAINT "UQ_97672ac88f789774dd47f7c8be3" UNIQUE (email)
      )
    `);

    await queryRunner.query(`COMMENT ON COLUMN public.users.name IS 'As the person writes it'`);

    await queryRunner.query(`
      CREATE INDEX "IDX_d88d138b847cca0370c55cb44e" ON public.projects (created_at)
        WHERE deleted_at IS NULL
    `);

    await queryRunner.query(`CREATE INDEX "IDX_e156b298c20873e14c362e789b" ON public.documents (project_id)`);

    await queryRunner.query(`
      CREATE UNIQUE INDEX subscriptions_one_open ON public.subscriptions (user_id)
        WHERE ends_on IS NULL
    `);

    await queryRunner.query(`
      ALTER TABLE public.cams
        ADD CONSTRAINT "FK_31c8fc13312c2a8b22aebf6d3c0" FOREIGN KEY (project_id)
        REFERENCES public.projects (id) ON DELETE CASCADE
    `);

    await queryRunner.query(`
      ALTER TABLE public.documents
        ADD CONSTRAINT "FK_85bb251d329c62799e477bc9058" FOREIGN KEY (previous_version_id)
        REFERENCES public.documents (id) ON DELETE SET NULL
    `);

    await queryRunner.query(`
      ALTER TABLE public.documents
        ADD CONSTRAINT "FK_e156b298c20873e14c362e789bf" FOREIGN KEY (project_id)
        REFERENCES public.projects (id) ON DELETE CASCADE
    `);

    await queryRunner.query(`
      ALTER TABLE public.projects
        ADD CONSTRAINT "FK_b1bd2fbf5d0ef67319c91acb5cf" FOREIGN KEY (owner_id)
        REFERENCES public.users (id) ON DELETE RESTRICT
    `);

    await queryRunner.query(`
      ALTER TABLE public.projects
        ADD CONSTRAINT "FK_edbca3232e817e77f84de8c59fe" FOREIGN KEY (parent_id)
        REFERENCES public.projects (id) ON DELETE SET NULL
    `);

    await queryRunner.query(`
      ALTER TABLE public.subscriptions
        ADD CONSTRAINT "FK_d0a95ef8a28188364c546eb65c1" FOREIGN KEY (user_id)
        REFERENCES public.users (id) ON DELETE CASCADE
    `);

    await queryRunner.query(`
      CREATE VIEW public.project_overview AS
        SELECT p.id, p.name, u.name AS owner, count(c.id) AS live_cams
        FROM projects p
        JOIN users u ON u.id = p.owner_id
        LEFT JOIN cams c ON c.project_id = p.id AND c.is_live
        WHERE p.deleted_at IS NULL
        GROUP BY p.id, u.name
    `);

    // --- after: your SQL or code ---
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    // --- before: your SQL or code ---

    // --- generated 213256ae: schema generate --amend writes it again ---

    await queryRunner.query(`DROP VIEW public.project_overview`);

    await queryRunner.query(`ALTER TABLE public.cams DROP CONSTRAINT "FK_31c8fc13312c2a8b22aebf6d3c0"`);

    await queryRunner.query(`ALTER TABLE public.documents DROP CONSTRAINT "FK_85bb251d329c62799e477bc9058"`);

    await queryRunner.query(`ALTER TABLE public.documents DROP CONSTRAINT "FK_e156b298c20873e14c362e789bf"`);

    await queryRunner.query(`ALTER TABLE public.projects DROP CONSTRAINT "FK_b1bd2fbf5d0ef67319c91acb5cf"`);

    await queryRunner.query(`ALTER TABLE public.projects DROP CONSTRAINT "FK_edbca3232e817e77f84de8c59fe"`);

    await queryRunner.query(`
      ALTER TABLE public.subscriptions DROP CONSTRAINT "FK_d0a95ef8a28188364c546eb65c1"
    `);

    await queryRunner.query(`DROP TABLE public.cams`);

    await queryRunner.query(`DROP TABLE public.courses`);

    await queryRunner.query(`DROP TABLE public.documents`);

    await queryRunner.query(`DROP TABLE public.projects`);

    await queryRunner.query(`DROP TABLE public.subscriptions`);

    await queryRunner.query(`DROP TABLE public.users`);

    await queryRunner.query(`DROP TYPE public.plan`);

    await queryRunner.query(`DROP TYPE public.users_role_enum`);

    await queryRunner.query(`DROP EXTENSION "uuid-ossp"`);

    // --- after: your SQL or code ---
  }
}
