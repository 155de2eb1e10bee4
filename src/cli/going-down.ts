import type { DownTo } from "../apply/plan-range";
import type { Configuration } from "../config/configuration";

/** Asks at the terminal whether the data may go that undoing destroys. Nothing is asked where nothing would. */
export async function agreesToLosses(configuration: Configuration, range: DownTo): Promise<boolean> {
  const { rollbackLosses } = await import("../workflows/deploy.js");
  const losses = await rollbackLosses(configuration, range);
  if (losses.length === 0) return false;
  const { downLossText } = await import("../apply/index.js");
  const { confirm } = await import("@inquirer/prompts");
  const lines = losses.map((loss) => `  ${downLossText(loss)}`);
  const message = ["Rolling back destroys data that is there now:", ...lines, "Go on? (--accept data-loss)"];
  return confirm({ message: message.join("\n"), default: false });
}
