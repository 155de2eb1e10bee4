/** Roles belong to a server, not to a database: another server of the project may not have this one. */
export const whereRoleIs = (statement: string): string =>
  `DO $$ BEGIN\n  ${statement};\nEXCEPTION WHEN undefined_object THEN\n  NULL;\nEND $$`;
