/** What the findings can be written as: for people, for GitHub's pull requests, for code scanning. */
export const lintFormats = ["text", "github", "sarif"] as const;
export type LintFormat = (typeof lintFormats)[number];
