import { listOf, pathOf } from "../../schema";
import { factsLike } from "../evidence";
import type { Rule } from "../rule";

export const invalidIndex: Rule = {
  code: "INVALID_INDEX",
  severity: "warning",
  message:
    "An index that a failed concurrent build left behind is kept: it costs every write and serves no query.",
  remedy: "Drop it CONCURRENTLY and build it again, without IF NOT EXISTS.",
  find: (evidence) => [
    ...listOf(evidence.after, "index")
      .filter(({ valid }) => !valid)
      .map((index) => ({ subject: pathOf(index), step: null })),
    ...factsLike(evidence, "keeps any index of that name"),
  ],
};
