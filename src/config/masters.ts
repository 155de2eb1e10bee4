import type { PostgresOptions } from "../project";

export interface Master {
  readonly code: "SYNCHRONIZE" | "MIGRATIONS_RUN" | "DROP_SCHEMA";
  readonly message: string;
  readonly hint: string;
}

const masters = [
  {
    option: "synchronize",
    code: "SYNCHRONIZE",
    message:
      "The data source says `synchronize: true`, so the schema has two masters: the application changes it whenever it starts, past every migration, and may drop columns with their values.",
    hint: "Set it to false.",
  },
  {
    option: "migrationsRun",
    code: "MIGRATIONS_RUN",
    message:
      "The data source says `migrationsRun: true`, so the application runs migrations whenever it starts, without the lock, the journal and the checks of `schema apply`.",
    hint: "Set it to false and run `schema apply` in the deploy.",
  },
  {
    option: "dropSchema",
    code: "DROP_SCHEMA",
    message:
      "The data source says `dropSchema: true`: the application drops the whole schema whenever it starts.",
    hint: "Set it to false.",
  },
] as const;

/** Who else would change the schema, by the data source's options. */
export function mastersOf(options: PostgresOptions): readonly Master[] {
  return masters
    .filter(({ option }) => options[option] === true)
    .map(({ code, message, hint }) => ({ code, message, hint }));
}
