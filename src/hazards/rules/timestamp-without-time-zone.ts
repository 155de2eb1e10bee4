import { pathOf } from "../../schema";
import { changesIn } from "../evidence";
import type { Rule } from "../rule";

export const timestampWithoutTimeZone: Rule = {
  code: "TIMESTAMP_WITHOUT_TIME_ZONE",
  severity: "warning",
  message:
    "The column keeps what a clock showed and not where: another server or session reads another moment.",
  remedy: "Use timestamp with time zone (timestamptz): it is as large, and is a moment.",
  find: (evidence) =>
    changesIn(evidence).flatMap(({ change, step }) => {
      if (change.kind !== "column" || (change.action !== "create" && change.action !== "alter")) return [];
      const becomes = change.to.type.name === "timestamp without time zone";
      const was = change.from?.type.name === "timestamp without time zone";
      return becomes && !was ? [{ subject: pathOf(change.to), step }] : [];
    }),
};
