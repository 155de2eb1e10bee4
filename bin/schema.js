#!/usr/bin/env node
// Node.js 22 and later keep the compiled form of what is loaded.
/** @type {{ enableCompileCache?: () => void }} */ (require("node:module")).enableCompileCache?.();
require("../dist/cli/main.js").main(process.argv.slice(2));
