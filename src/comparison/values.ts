import type { Answers } from "../change";
import type { Configuration } from "../config/configuration";
import { checkValues } from "../proof";
import { resolveValues } from "../renames";
import type { Settled } from "./settle";
import type { OpenScratch } from "./sources";

/** What a person has said about values, looked up and read by PostgreSQL; and the answers that have no effect. */
export async function valuesIn(
  said: Answers,
  { current, desired, renamings }: Settled,
  { defaultSchema }: Configuration,
  openScratch: OpenScratch,
): Promise<ReturnType<typeof resolveValues>> {
  const found = resolveValues(said, { current, desired, renamings, defaultSchema });
  const { values } = found;
  if (values.usings.size + values.usingsBack.size + values.backfills.size > 0)
    await checkValues((await openScratch()).session, values, current, desired);
  return found;
}
