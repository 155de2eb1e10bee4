import { isConcurrent } from "../../change";
import type { Rule } from "../rule";

export const mixedTransaction: Rule = {
  code: "MIXED_TRANSACTION",
  severity: "warning",
  message:
    "A statement that refuses a transaction makes all others commit one by one: a failure leaves the first ones done.",
  remedy: "Give the statement a migration of its own; what is interrupted is resumed by running apply again.",
  find: ({ steps, transaction, planned }) => {
    if (transaction || planned) return [];
    const alone = steps.findIndex(({ sql }) => isConcurrent(sql));
    const others = steps.filter(({ sql }) => !isConcurrent(sql)).length;
    return alone < 0 || others === 0
      ? []
      : [
          {
            subject: `statement ${alone + 1}`,
            step: alone,
            detail: others === 1 ? "beside another" : `beside ${others} others`,
          },
        ];
  },
};
