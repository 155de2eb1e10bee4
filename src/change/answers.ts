import type { HintPrefix } from "./renaming";

/**
 * Where an answer comes from. A flag beats the file, the file beats the decorator, and the header of a migration that
 * is written again has the last word on nothing.
 */
export type HintSource = "flag" | "file" | "decorator" | "header";

/** An answer, whatever it says. */
export interface Said {
  readonly source: HintSource;
  /** As it was written, for messages. */
  readonly text: string;
}

/** A rename as a person wrote it, not yet looked up in any schema. */
export interface Hint extends Said {
  readonly prefix: HintPrefix | null;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** Something whose removal a person wants, as it was written. */
export interface DropHint extends Said {
  readonly prefix: HintPrefix | null;
  readonly path: readonly string[];
}

/** SQL for the values of a column, as a person wrote it. */
export interface ColumnSql extends Said {
  readonly path: readonly string[];
  readonly expression: string;
}

/** What the rows of an enum label that goes shall have instead. */
export interface LabelMap extends Said {
  readonly path: readonly string[];
  readonly to: string;
}

/** What a person has said about what the schemas cannot tell. */
export interface Answers {
  readonly renames: readonly Hint[];
  readonly drops: readonly DropHint[];
  /** How old values become new ones where a type changes. */
  readonly usings: readonly ColumnSql[];
  /** How new values become old ones again on the way back. */
  readonly usingsBack: readonly ColumnSql[];
  /** What rows without a value get before their column becomes NOT NULL. */
  readonly backfills: readonly ColumnSql[];
  readonly maps: readonly LabelMap[];
}

export const noAnswers: Answers = {
  renames: [],
  drops: [],
  usings: [],
  usingsBack: [],
  backfills: [],
  maps: [],
};

/** Everything that was said, wherever. */
export function joinAnswers(...all: readonly Answers[]): Answers {
  return {
    renames: all.flatMap(({ renames }) => renames),
    drops: all.flatMap(({ drops }) => drops),
    usings: all.flatMap(({ usings }) => usings),
    usingsBack: all.flatMap(({ usingsBack }) => usingsBack),
    backfills: all.flatMap(({ backfills }) => backfills),
    maps: all.flatMap(({ maps }) => maps),
  };
}
