import { withoutSecrets } from "../postgres/secrets";
import { shellQuote } from "../schema/quoting";

/**
 * The command as it was typed, for answers to be added to: what was said already has to be said again. Without `--json`,
 * which no person types, and without passwords.
 */
export function sameCommand(bin: string, command: string, argv: readonly string[]): string {
  const given = argv.filter((word) => word !== "--json").map((word) => shellQuote(withoutSecrets(word)));
  return [bin, command, ...given].join(" ");
}
