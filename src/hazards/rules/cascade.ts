import { factsLike } from "../evidence";
import type { Rule } from "../rule";

export const cascade: Rule = {
  code: "CASCADE",
  severity: "warning",
  message:
    "CASCADE takes along whatever depends on the object, views and foreign keys that nobody named included.",
  remedy: "Leave CASCADE out and drop what depends on it by name.",
  find: (evidence) => factsLike(evidence, "cascade"),
};
