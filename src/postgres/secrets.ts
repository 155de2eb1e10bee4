/** What gives a password away: a clause or a setting, a connection's string, a URL; cut off at the end of the text, too. */
const secrets: readonly (readonly [RegExp, string])[] = [
  [/(\bpassword(?:\s+|\s*(?:=>?|:=)\s*))(?:E|U&)?'(?:[^']|'')*(?:'|$)/gi, "$1'…'"],
  [/(\bpassword\s+)(\$\w*\$)[\s\S]*?(?:\2|$)/gi, "$1'…'"],
  [/(\bpassword=)[^\s'"…;,)]+/gi, "$1…"],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@']*):[^\s@/']+@/gi, "$1:…@"],
];

const mayHaveSecrets = /password|:\/\//i;

/** A statement as it may be shown and kept: the passwords that it sets are left out. */
export function withoutSecrets(sql: string): string {
  if (!mayHaveSecrets.test(sql)) return sql;
  return secrets.reduce((text, [pattern, instead]) => text.replace(pattern, instead), sql);
}
