import { option } from "@oclif/core/flags";

const sources = ["database", "migrations"] as const;

/** What the entities are compared with. */
export const fromFlag = option({
  options: sources,
  description:
    "Compare with the database, or with what the migration files make of an empty one; that needs no server. Default: database.",
})();
