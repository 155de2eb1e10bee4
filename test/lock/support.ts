import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CliProject } from "../support/cli";

/** A migration as a project would write it by hand, in JavaScript. */
export function handWritten(name: string, timestamp: number, up: string, down = "SELECT 1"): string {
  return `exports.${name} = class ${name}${timestamp} {
  async up(queryRunner) { await queryRunner.query(\`${up}\`); }
  async down(queryRunner) { await queryRunner.query(\`${down}\`); }
};
`;
}

export const directoryOf = ({ directory }: CliProject) => join(directory, "generated-migrations");

export function filesOf(project: CliProject): string[] {
  return readdirSync(directoryOf(project))
    .filter((file) => /\.[jt]s$/.test(file))
    .sort();
}

export const lockOf = (project: CliProject) =>
  readFileSync(join(directoryOf(project), "schema.lock"), "utf8");

/** The files in the order in which the lock lists them. */
export const lockedIn = (project: CliProject) =>
  [...lockOf(project).matchAll(/^[0-9a-f]{16} [0-9a-f]{64} (.+)$/gm)].map(([, file]) => file);

/** Runs git in the project; false when it ends in a conflict or otherwise fails. */
export function git(project: CliProject, ...args: string[]): boolean {
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_EDITOR: "true",
  };
  const identity = ["-c", "user.name=A person", "-c", "user.email=person@example.com"];
  try {
    execFileSync("git", [...identity, ...args], { cwd: project.directory, env, stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
}

/** Begins a repository with everything that is there, on the branch `main`. */
export function commitAll(project: CliProject, message: string): void {
  git(project, "add", "-A", "--", "entities", "generated-migrations");
  git(project, "commit", "-m", message);
}
