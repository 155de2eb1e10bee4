/** A change of a table that is there already, and the hazards of making it plainly that its online form is without. */
export interface OnlineForm {
  readonly title: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly avoids: readonly string[];
  /** What stays dangerous whichever way it is done. */
  readonly keeps?: readonly string[];
  /** Rows that have to be the same, there and back. */
  readonly kept: string;
}

const teams = "CREATE TABLE teams (id serial PRIMARY KEY, name text)";
const users = (more = "") =>
  `CREATE TABLE users (id serial PRIMARY KEY, email text, age integer NOT NULL, team integer${more})`;

const moods =
  ", mood mood NOT NULL DEFAULT 'glad', moods mood[], CONSTRAINT cheered CHECK (mood <> 'sad' OR age < 40)";
const onMoods = [
  "CREATE INDEX users_mood ON users (mood, age)",
  "CREATE INDEX users_sad ON users (age) WHERE mood = 'sad'",
  "CREATE VIEW glad AS SELECT id FROM users WHERE mood = 'glad'",
];

const texts = (columns: string, ...more: readonly string[]) => [
  teams,
  users(),
  `CREATE TABLE texts (id serial PRIMARY KEY, ${columns})`,
  ...more,
];
const said = "COMMENT ON CONSTRAINT texts_a ON texts IS 'said'";
const onTexts = [
  "CREATE UNIQUE INDEX texts_b ON texts (lower(b), id)",
  "CREATE INDEX texts_c ON texts (id) WHERE c <> 'c'",
  "CREATE UNIQUE INDEX texts_d ON texts (d) WHERE id > 0",
];
const lowered = "CREATE UNIQUE INDEX users_lower ON users (lower(email)) WHERE email <> ''";

/** Twenty rows in each table that a form starts from. */
export const rows = [
  "INSERT INTO teams (name) SELECT 'team ' || n FROM generate_series(1, 20) n",
  "INSERT INTO users (email, age, team) SELECT 'user' || n, 20 + n, n FROM generate_series(1, 20) n",
];

const same = "SELECT id, email, age, team FROM users ORDER BY id";

export const forms: readonly OnlineForm[] = [
  {
    title: "a foreign key",
    before: [teams, users(), "CREATE INDEX users_team ON users (team)"],
    after: [
      teams,
      users(", CONSTRAINT users_fk FOREIGN KEY (team) REFERENCES teams"),
      "CREATE INDEX users_team ON users (team)",
    ],
    avoids: ["SCANNING_CONSTRAINT public.users", "LOCKS_REFERENCED_TABLE public.teams"],
    kept: same,
  },
  {
    title: "a check",
    before: [teams, users()],
    after: [teams, users(", CONSTRAINT users_adult CHECK (age >= 18)")],
    avoids: ["SCANNING_CONSTRAINT public.users"],
    kept: same,
  },
  {
    title: "a check that says something else",
    before: [teams, users(", CONSTRAINT users_adult CHECK (age >= 18)")],
    after: [teams, users(", CONSTRAINT users_adult CHECK (age >= 20)")],
    avoids: ["SCANNING_CONSTRAINT public.users", "LONG_EXCLUSIVE_LOCK public.users"],
    kept: same,
  },
  {
    title: "NOT NULL",
    before: [teams, users()],
    after: [teams, users().replace("email text", "email text NOT NULL")],
    avoids: ["NOT_NULL_SCAN public.users.email"],
    kept: same,
  },
  {
    title: "a unique constraint that is checked at the end",
    before: [teams, users()],
    after: [
      teams,
      users(", CONSTRAINT users_email UNIQUE (email) INCLUDE (age) DEFERRABLE INITIALLY DEFERRED"),
    ],
    avoids: ["BLOCKING_INDEX_BUILD public.users"],
    keeps: ["UNIQUE_OVER_ROWS public.users.users_email"],
    kept: same,
  },
  {
    title: "a unique constraint over more columns",
    before: [teams, users(", CONSTRAINT users_email UNIQUE (email)")],
    after: [teams, users(", CONSTRAINT users_email UNIQUE (email, age)")],
    avoids: ["BLOCKING_INDEX_BUILD public.users", "LONG_EXCLUSIVE_LOCK public.users"],
    keeps: ["UNIQUE_OVER_ROWS public.users.users_email"],
    kept: same,
  },
  {
    title: "a primary key",
    before: [teams, users().replace(" PRIMARY KEY", "")],
    after: [teams, users()],
    avoids: ["BLOCKING_INDEX_BUILD public.users"],
    keeps: ["UNIQUE_OVER_ROWS public.users.users_pkey"],
    kept: same,
  },
  {
    title: "an index",
    before: [teams, users()],
    after: [teams, users(), "CREATE INDEX users_email ON users (email)"],
    avoids: ["BLOCKING_INDEX_BUILD public.users"],
    kept: same,
  },
  {
    title: "an index that says something else",
    before: [teams, users(), "CREATE INDEX users_email ON users (email)"],
    after: [teams, users(), "CREATE INDEX users_email ON users (email) WHERE age > 30"],
    avoids: [
      "BLOCKING_INDEX_BUILD public.users",
      "BLOCKING_INDEX_DROP public.users_email",
      "LONG_EXCLUSIVE_LOCK public.users",
    ],
    kept: same,
  },
  {
    title: "a default that is different for every row",
    before: [teams, users()],
    after: [teams, users(", token text NOT NULL DEFAULT md5(random()::text)")],
    avoids: ["VOLATILE_DEFAULT public.users.token", "TABLE_REWRITE public.users"],
    kept: same,
  },
  {
    title: "a serial column",
    before: [teams, users()],
    after: [teams, users(", number serial")],
    avoids: ["VOLATILE_DEFAULT public.users.number", "TABLE_REWRITE public.users"],
    kept: same,
  },
  {
    title: "a wider primary key, with all that refers to it",
    before: [
      teams,
      users(", CONSTRAINT users_fk FOREIGN KEY (team) REFERENCES teams, CHECK (team > 0)"),
      "CREATE INDEX users_team ON users (team, age)",
      "CREATE VIEW crews AS SELECT t.id, count(u.team) AS members FROM teams t LEFT JOIN users u ON u.team = t.id GROUP BY t.id",
    ],
    after: [
      teams.replace("serial", "bigserial"),
      users(", CONSTRAINT users_fk FOREIGN KEY (team) REFERENCES teams, CHECK (team > 0)").replace(
        "team integer",
        "team bigint",
      ),
      "CREATE INDEX users_team ON users (team, age)",
      "CREATE VIEW crews AS SELECT t.id, count(u.team) AS members FROM teams t LEFT JOIN users u ON u.team = t.id GROUP BY t.id",
    ],
    avoids: [
      "TABLE_REWRITE public.teams",
      "TABLE_REWRITE public.users",
      "TYPE_CHANGE_SCAN public.users",
      "LONG_EXCLUSIVE_LOCK public.teams",
      "SEVERAL_EXCLUSIVE_STEPS public.teams, public.users",
    ],
    kept: "SELECT u.*, c.members FROM users u JOIN crews c ON c.id = u.team ORDER BY u.id",
  },
  {
    title: "a longer text under a check",
    before: texts("a varchar(40) CONSTRAINT texts_a CHECK (length(a) > 1)", said),
    after: texts("a varchar(80) CONSTRAINT texts_a CHECK (length(a) > 1)", said),
    avoids: ["TYPE_CHANGE_SCAN public.texts"],
    kept: "SELECT * FROM texts ORDER BY id",
  },
  {
    title: "longer texts under indexes of expressions and with conditions",
    before: texts("b varchar(40), c varchar(40), d varchar(40)", ...onTexts),
    after: texts("b varchar(80), c varchar(80), d varchar(80)", ...onTexts),
    avoids: ["BLOCKING_INDEX_BUILD public.texts"],
    kept: "SELECT * FROM texts ORDER BY id",
  },
  {
    title: "a narrower text under a unique index of an expression",
    before: [teams, users(), lowered],
    after: [teams, users().replace("email text", "email varchar(60)"), lowered],
    avoids: [
      "TABLE_REWRITE public.users",
      "UNIQUE_OVER_ROWS public.users_lower",
      "BLOCKING_INDEX_BUILD public.users",
      "BLOCKING_INDEX_DROP public.users_lower",
      "LONG_EXCLUSIVE_LOCK public.users",
    ],
    keeps: ["TYPE_NARROWING public.users.email"],
    kept: same,
  },
  {
    title: "an identity column's type",
    before: [teams, users().replace("id serial", "id integer GENERATED BY DEFAULT AS IDENTITY")],
    after: [teams, users().replace("id serial", "id bigint GENERATED BY DEFAULT AS IDENTITY")],
    avoids: ["TABLE_REWRITE public.users"],
    kept: same,
  },
  {
    title: "an identity column that is new",
    before: [teams, users()],
    after: [teams, users(", number smallint GENERATED ALWAYS AS IDENTITY")],
    avoids: ["VOLATILE_DEFAULT public.users.number", "TABLE_REWRITE public.users"],
    kept: same,
  },
  {
    title: "an enum that loses a label, with all that speaks of it",
    before: ["CREATE TYPE mood AS ENUM ('sad', 'glad', 'odd')", teams, users(moods), ...onMoods],
    after: ["CREATE TYPE mood AS ENUM ('glad', 'sad')", teams, users(moods), ...onMoods],
    avoids: [
      "TABLE_REWRITE public.users",
      "TABLE_REWRITE public.users",
      "SCANNING_CONSTRAINT public.users",
      "BLOCKING_INDEX_BUILD public.users",
      "BLOCKING_INDEX_DROP public.users_sad",
      "LONG_EXCLUSIVE_LOCK public.users",
    ],
    keeps: ["TYPE_NARROWING public.mood"],
    kept: "SELECT id, mood::text, moods::text, (SELECT count(*) FROM glad) AS glad FROM users ORDER BY id",
  },
];
