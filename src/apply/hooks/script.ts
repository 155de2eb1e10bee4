import type { HookMoment } from "../../config/hooks";
import type { ScriptItem } from "../script-items";
import { beginItems, type ScriptLimits } from "../script-limits";
import type { Hooks } from "./read";

/** The hooks of a moment in a script: SQL as it is, while of what is code there is only its name to give. */
export function scriptedHooks(hooks: Hooks, moment: HookMoment): ScriptItem[] {
  return hooks[moment].flatMap((hook): ScriptItem[] =>
    hook.kind === "sql"
      ? [
          { kind: "comment", text: `${moment}: ${hook.name}` },
          { kind: "statement", sql: hook.sql },
        ]
      : [{ kind: "comment", text: `${moment}: ${hook.name}() is code, and is left out.` }],
  );
}

/** In a transaction of their own, where there is anything to run. */
export function scriptedApart(hooks: Hooks, moment: HookMoment, limits: ScriptLimits): ScriptItem[] {
  const items = scriptedHooks(hooks, moment);
  if (!items.some(({ kind }) => kind === "statement")) return items;
  return [...beginItems(limits), ...items, { kind: "statement", sql: "COMMIT" }];
}
