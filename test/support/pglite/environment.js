const { TestEnvironment } = require("jest-environment-node");

/**
 * Jest runs modules where `import()` is not there, and PGlite needs it. So PGlite is loaded out here, as any other
 * program loads it, and `pglite/module.js` hands it to the tests.
 */
module.exports = class extends TestEnvironment {
  /** @override */
  async setup() {
    await super.setup();
    this.global.loadedByNode = require("@electric-sql/pglite");
  }
};
