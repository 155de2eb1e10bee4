/** Ten steps, several of which would fail or show if they ran twice. */
export const up: readonly string[] = [
  "CREATE TABLE users (id int PRIMARY KEY, visits int NOT NULL DEFAULT 0)",
  "INSERT INTO users SELECT n FROM generate_series(1, 200) n",
  "ALTER TABLE users ADD COLUMN name text",
  "UPDATE users SET visits = visits + 1",
  "CREATE INDEX CONCURRENTLY users_visits ON users (visits)",
  "ALTER TABLE users ADD CONSTRAINT users_positive CHECK (visits >= 0) NOT VALID",
  "ALTER TABLE users VALIDATE CONSTRAINT users_positive",
  "UPDATE users SET visits = visits + 1",
  "CREATE UNIQUE INDEX CONCURRENTLY users_name ON users (name)",
  "ALTER TABLE users ALTER COLUMN visits SET DEFAULT 1",
];

export const down: readonly string[] = [
  "ALTER TABLE users ALTER COLUMN visits SET DEFAULT 0",
  "DROP INDEX CONCURRENTLY users_name",
  "ALTER TABLE users DROP CONSTRAINT users_positive",
  "DROP INDEX CONCURRENTLY users_visits",
  "ALTER TABLE users DROP COLUMN name",
  "DROP TABLE users",
];

const blocking = (sql: string) => sql.replace(" CONCURRENTLY", "");
export const inTransaction = up.map(blocking);
export const downInTransaction = down.map(blocking);
