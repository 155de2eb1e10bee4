import type { Configuration } from "../config";
import { type Finding, ok, problem } from "./finding";

/** The Node.js that runs this, and the project's TypeORM. */
export function versionFindings({ project }: Configuration): Finding[] {
  return [
    atLeast(process.versions.node, [20, 19])
      ? ok("node", `Node.js ${process.versions.node}`)
      : problem(
          "node",
          `Node.js ${process.versions.node} is older than 20.19.`,
          "Install a newer one: nodejs.org lists those that are maintained.",
        ),
    atLeast(project.typeormVersion, [0, 3, 20])
      ? ok("typeorm", `TypeORM ${project.typeormVersion}`)
      : problem(
          "typeorm",
          `TypeORM ${project.typeormVersion} is older than 0.3.20.`,
          "npm install typeorm@latest, or typeorm@0.3",
        ),
  ];
}

function atLeast(version: string, wanted: readonly number[]): boolean {
  const parts = version.split(/[.-]/).map(Number);
  const at = wanted.findIndex((part, index) => (parts[index] ?? 0) !== part);
  return at < 0 || (parts[at] ?? 0) > (wanted[at] ?? 0);
}
