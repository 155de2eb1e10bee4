import type { Configuration } from "../config/configuration";
import type { Generated, GenerateRequest } from "../pipeline";
import type { Keeper } from "./keep";
import type { Terminal } from "./terminal";

interface ConverseFlags {
  readonly hints?: string | undefined;
  readonly "keep-answers"?: Keeper | undefined;
}

/** Generates at a terminal: asks, keeps the answers, and writes the file when nothing is left to ask. */
export async function converse(
  configuration: Configuration,
  options: GenerateRequest,
  flags: ConverseFlags,
  terminal: Terminal,
): Promise<Generated> {
  const { generate, writeGenerated } = await import("../pipeline.js");
  const { generateAsking } = await import("./ask.js");
  const { result, spoken } = await generateAsking(
    (answers) => generate(configuration, { ...options, answers, dryRun: true }),
    options.answers ?? (await import("../change/index.js")).noAnswers,
  );
  if (result.status !== "generated" || options.dryRun) return result;
  const { keepAnswers } = await import("./keep.js");
  const { root } = configuration;
  await keepAnswers(spoken, result, { root, hints: flags.hints, keeper: flags["keep-answers"] }, terminal);
  return writeGenerated(configuration, result);
}
