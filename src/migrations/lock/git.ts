import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** While git rebases or picks commits, what it calls HEAD is the branch that ours is put onto: theirs. */
export function isHeadTheirs(root: string): boolean {
  const directory = gitDirectory(root);
  if (directory === null) return false;
  return ["rebase-merge", "rebase-apply", "CHERRY_PICK_HEAD"].some((name) =>
    existsSync(join(directory, name)),
  );
}

function gitDirectory(from: string): string | null {
  const place = join(from, ".git");
  if (!existsSync(place)) return dirname(from) === from ? null : gitDirectory(dirname(from));
  if (statSync(place).isDirectory()) return place;
  // A worktree has a file that says where its own directory is.
  const linked = /^gitdir: (.+)$/m.exec(readFileSync(place, "utf8"))?.[1];
  return linked === undefined ? null : resolve(from, linked);
}
