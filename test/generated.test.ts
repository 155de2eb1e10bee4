import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

const root = resolve(__dirname, "..");

describe("oclif.manifest.json and the README's command reference", () => {
  it("are what `npm run generated` writes", () => {
    execFileSync(process.execPath, ["bin/generated.js", "--check"], { cwd: root, stdio: "pipe" });
  });
});
