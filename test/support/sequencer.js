const { default: Sequencer } = require("@jest/test-sequencer");

/** The files that take longest, the longest first: begun last, one of them would be waited for at the end. */
const longest = [
  "cases/corpus",
  "drift/drift",
  "commands/commands",
  "cases/online",
  "lock/lock",
  "entities/schema-log",
  "commands/refused",
  "lock/rebase",
  "plan/properties",
  "commands/amend",
  "apply/killed",
  "entities/problems",
  "apply/online-killed",
  "adopting/baseline",
  "commands/format",
  "commands/bystanders",
  "entities/oracle",
  "plan/online",
  "postgres/embedded",
  "commands/bad-input",
  "apply/cut",
  "lock/check",
].map((name) => `/test/${name}.test.ts`);

/** Jest itself knows how long a file takes once it has run there; until then it goes by the size of the file. */
module.exports = class LongestFirst extends Sequencer {
  /**
   * @override
   * @param {import("@jest/test-result").Test[]} tests
   */
  async sort(tests) {
    const sorted = await super.sort(tests);
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
};

/** @param {{ path: string, duration?: number }} test */
function rank({ path, duration }) {
  if (duration !== undefined) return 0;
  const at = longest.findIndex((name) => path.replaceAll("\\", "/").endsWith(name));
  return at === -1 ? longest.length : at;
}
