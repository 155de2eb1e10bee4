/** Roles belong to a server, and publications to a database: another one of the project may not have this one. */
export const whereKnown = (statement: string): string =>
  `DO $$ BEGIN\n  ${statement};\nEXCEPTION WHEN undefined_object THEN\n  NULL;\nEND $$`;
