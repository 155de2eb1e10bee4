import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type ServerVersion, serverVersions } from "../../support/servers";
import type { Case } from "./case";

const directory = join(__dirname, "..");

export interface Theme {
  readonly theme: string;
  readonly cases: readonly Case[];
}

/** Every file of test/cases that ends in `.case.ts` exports a list of cases as its default. */
export const themes: readonly Theme[] = readdirSync(directory)
  .filter((file) => file.endsWith(".case.ts"))
  .sort()
  .map((file) => ({ theme: file.replace(/\.case\.ts$/, ""), cases: require(join(directory, file)).default }));

/** The cases that run on a server of this version. */
export function themesOn(version: ServerVersion): Theme[] {
  const runsHere = ({ versions = serverVersions, embedded = false }: Case) =>
    !embedded && versions.includes(version);
  return themes
    .map(({ theme, cases }) => ({ theme, cases: cases.filter(runsHere) }))
    .filter(({ cases }) => cases.length > 0);
}
