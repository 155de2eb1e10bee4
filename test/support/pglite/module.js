/** Stands for `@electric-sql/pglite` in tests: see `environment.js`. */
module.exports = globalThis.loadedByNode;
