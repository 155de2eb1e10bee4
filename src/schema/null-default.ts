/** Whether a default is nothing but NULL: `NULL`, or `NULL::character varying`. It is the same as none. */
export const isNullDefault = (text: string): boolean =>
  /^\s*null\s*(::[\s\w".]+(\([\d,\s]*\))?[\s\w]*(\[\])?\s*)?$/i.test(text);
