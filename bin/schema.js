#!/usr/bin/env node
// Node.js 22 and later keep the compiled form of what is loaded.
require("node:module").enableCompileCache?.();
require("../dist/cli/main.js").main(process.argv.slice(2));
