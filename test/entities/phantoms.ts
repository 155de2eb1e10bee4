/** A statement that TypeORM's `schema:log` repeats for ever, though there is nothing to do. */
export interface Phantom {
  readonly title: string;
  readonly why: string;
  /** Of the statement, without what surrounds it. */
  readonly pattern: RegExp;
}

/** Every one that the tests see, on what our statements have built. */
export const phantoms: readonly Phantom[] = [
  {
    title: "A number, a boolean or a text with `::` as a default",
    why: "PostgreSQL prints `0.5` for `'0.5'` and `true` for `'true'`, and TypeORM cuts a default at its first `::`.",
    pattern: /ALTER COLUMN "\w+" SET DEFAULT '(-?[\d.]+|true|false|a::b)'$/,
  },
  {
    title: "A date, a time or an interval as a default",
    why: "PostgreSQL prints what it has understood: `'1 day'::interval` for `'24 hours'`.",
    pattern: /SET DEFAULT '(24 hours|1 day|2020-01-01)'$/,
  },
  {
    title: "A default with a quote",
    why: "TypeORM doubles no quote: this statement is no valid SQL.",
    pattern: /SET DEFAULT 'it's'$/,
  },
  {
    title: "An array as a default",
    why: "PostgreSQL puts an element with a blank into quotes, and an array that a function gives behind a cast.",
    pattern: /SET DEFAULT ('\{a b,c\}'|ARRAY\[\]::text\[\])$/,
  },
  {
    title: "An expression as a default",
    why: "PostgreSQL prints an expression in its own words, and TypeORM compares the texts.",
    pattern: /SET DEFAULT (1$|\(|now\(\) \+|'\{\}'::jsonb|1\+2|lower\()/,
  },
  {
    title: "A function as a uuid's default",
    why: "TypeORM takes the column for one of its generated uuids.",
    pattern: /(DROP DEFAULT|SET DEFAULT gen_random_uuid\(\))$/,
  },
  {
    title: "NULL as a default",
    why: "PostgreSQL keeps no default that is nothing but NULL.",
    pattern: /SET DEFAULT NULL(?:::\w+)?$/,
  },
  {
    title: "A scale without a precision",
    why: "PostgreSQL's `numeric` has no scale without a precision, and TypeORM leaves it out itself.",
    pattern: /ALTER COLUMN "numericWithScaleAlone" TYPE numeric$/,
  },
  {
    title: "A precision of an array's elements",
    why: "TypeORM does not read it back.",
    pattern: /ALTER COLUMN "timestamps" TYPE TIMESTAMP\(1\) WITH TIME ZONE array$/,
  },
  {
    title: "A unique constraint on the primary key",
    why: "PostgreSQL makes one constraint of both.",
    pattern: /ADD CONSTRAINT "UQ_546213606c58b22be9a43b8d37d" UNIQUE \("id"\)$/,
  },
  {
    title: "A generated column without its row in `typeorm_metadata`",
    why: "TypeORM does not read the expression from the catalog. This would destroy and compute the column anew.",
    pattern: /DROP COLUMN "(c|name|size|rank|words)"$|GENERATED ALWAYS AS/,
  },
  {
    title: "A view without its row in `typeorm_metadata`",
    why: "TypeORM does not read views from the catalog. The statement fails, as the view exists.",
    pattern: /^CREATE (MATERIALIZED )?VIEW /,
  },
  {
    title: "An index on such a materialized view",
    why: "As the view is not read, its indexes are not.",
    pattern: /^CREATE (UNIQUE )?INDEX .* ON "(summary|v|kept)"/,
  },
  {
    title: "The notes themselves",
    why: "TypeORM writes down what it believes it has just made.",
    pattern: /"typeorm_metadata"/,
  },
  {
    title: "A sequence whose name PostgreSQL shortens",
    why: "TypeORM expects another name than the one PostgreSQL gives.",
    pattern: /CREATE SEQUENCE IF NOT EXISTS "a_table_whose_|SET DEFAULT nextval\('"a_table_whose_/,
  },
  {
    title: "A table whose name is longer than 63 bytes",
    why: "PostgreSQL shortens the name, and TypeORM looks for the whole of it.",
    pattern: /"app_(a_table_of_sixty_four|ein_name_mit|a_tab_of_six)/,
  },
  {
    title: "An enum in another schema than its table",
    why: "TypeORM puts the table's schema before the name: no valid SQL, after the column is gone.",
    pattern: /"(public|other)"\."(public|other)"\."letter"|DROP COLUMN "c"$/,
  },
  {
    title: "`DEFAULT` as what happens to a foreign key",
    why: "The word is no SQL, and what stands in the catalog is `SET DEFAULT`.",
    pattern: /(ON (DELETE|UPDATE) DEFAULT|DROP CONSTRAINT "(FK_8a2f35051e01ce9c6656af13c7c|child_p2Id)"$)/,
  },
  {
    title: "An index of `@SqlIndex`",
    why: "TypeORM drops an index that its own decorators do not describe, where it can read it at all.",
    pattern: /^DROP INDEX "public"\."(t_index|distinct_a)"$/,
  },
];

/** The table of docs/phantoms.md. */
export const phantomsText = (): string => `# What TypeORM's \`schema:log\` repeats

Written by the tests (\`WRITE_PHANTOMS=1 npx jest test/entities/schema-log.test.ts\`); a test fails when it is out of date.

What our migrations have built, TypeORM's own \`schema:log\` is run on, with TypeORM 0.3 and 1. It finds nothing to do, but for these
statements, which say nothing of the database: most of them it repeats on what its own \`synchronize()\` has built, the others
come from a table of notes, \`typeorm_metadata\`, which this tool neither needs nor trusts. Do not run them.

| | why TypeORM says it |
|---|---|
${phantoms.map(({ title, why }) => `| ${title} | ${why} |`).join("\n")}
`;
