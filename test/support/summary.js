/** Ends the output of a test run with one plain line, for whoever reads it by machine. */
module.exports = class Summary {
  /**
   * @param {unknown} _contexts
   * @param {import("@jest/reporters").AggregatedResult} results
   */
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    // After jest's own summary.
    process.once("exit", () => process.stdout.write(`${numPassedTests} passed, ${failed} failed\n`));
  }
};
