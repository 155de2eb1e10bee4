/** Stands for `@electric-sql/pglite` in tests: see `environment.js`. */
module.exports = Reflect.get(globalThis, "loadedByNode");
