import type { Answers } from "../change";
import type { Id, SaidProperties, Schema } from "../schema";

/** Where in the project an object is described, for review headers and errors. */
export interface Origin {
  /** Relative to the project's root, with forward slashes. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly entity: string;
  /** Null where the entity as a whole is meant. */
  readonly property: string | null;
}

/** Finds, when asked, where an object is described; most are never asked about. */
export interface Origins {
  get(id: Id): Origin | undefined;
}

/** What the entities ask for. */
export interface Desired {
  readonly schema: Schema;
  readonly origins: Origins;
  readonly said: SaidProperties;
  /** What they name and leave to people. */
  readonly left: ReadonlySet<Id>;
  /** What decorators say about the way from what was before. */
  readonly answers: Answers;
}
