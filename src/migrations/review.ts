import type { SchemaWay } from "./migration";

/** What a migration's header tells its reviewer. Plain lines, already worded; empty lists are left out. */
export interface Review {
  /** One line: `Add status to projects`. */
  readonly title: string;
  readonly changes: readonly ReviewedChange[];
  /** What `up` costs on tables that exist already: `ALTER TABLE public.projects: ACCESS EXCLUSIVE, metadata only`. */
  readonly costs: readonly string[];
  /** What is not done online, and why: `public.users.rank: …`. */
  readonly plainly?: readonly string[] | undefined;
  /** What existing columns become, by identity, the kept ones aside: `public.users.name is renamed to full_name`. */
  readonly columns: readonly string[];
  /** What a reviewer should think of: `TABLE_REWRITE public.users: …`. */
  readonly hazards: readonly string[];
  /** What a person has said, as flags: `--rename users.name=full_name`. */
  readonly answers?: readonly string[] | undefined;
  /** Data that `up` destroys: `column public.users.ssn and its values`. */
  readonly upLoses: readonly string[];
  /** Data that `down` destroys. */
  readonly downLoses: readonly string[];
  /** What `down` makes up for values that are gone: `column public.users.name with ''`. */
  readonly downFills?: readonly string[] | undefined;
  /** Where `down` stops for rows that can be read: `column public.people.level, read as integer from its text`. */
  readonly downStops?: readonly string[] | undefined;
  /** What was proved and on which version, or that nothing was. */
  readonly proof: readonly string[];
  /** The schemas that it leads from and to; null where nobody knows. */
  readonly schema: SchemaWay | null;
}

export const emptyReview: Review = {
  title: "",
  changes: [],
  costs: [],
  columns: [],
  hazards: [],
  upLoses: [],
  downLoses: [],
  proof: [],
  schema: null,
};

export interface ReviewedChange {
  readonly sign: "+" | "-" | "~" | ">";
  /** `column public.projects.status varchar(20) NOT NULL` */
  readonly text: string;
  /** `entities/project.ts:14`, null where no entity says it. */
  readonly origin: string | null;
}
