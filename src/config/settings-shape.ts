import { z } from "zod";
import { strategies } from "../change";
import type { HookFunction, HookMoment } from "./hooks";
import type { Settings } from "./settings";

const hook = z.union([z.string(), z.custom<HookFunction>((value) => typeof value === "function")]);
const hooks = z
  .union([hook, z.array(hook).readonly()], {
    error: "a hook is the path of an SQL file, or a function, or a list of them",
  })
  .optional();

const hooksShape = z
  .strictObject({ beforeApply: hooks, beforeEach: hooks, afterEach: hooks, afterApply: hooks } satisfies {
    readonly [M in HookMoment]: z.ZodType;
  })
  .optional();

const patterns = z.array(z.string()).readonly().optional();
const levels = z.record(z.string(), z.enum(["error", "warn", "off"])).optional();

/** What a data source file may export as `schema`. */
export const settingsShape = z.strictObject({
  include: patterns,
  exclude: patterns,
  strategy: z.enum(strategies).optional(),
  hooks: hooksShape,
  hazards: levels,
  format: z.enum(["ts", "js", "sql"]).optional(),
  template: z.string().optional(),
} satisfies { readonly [K in keyof Settings]-?: z.ZodType });
