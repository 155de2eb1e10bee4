import { type Grant, groupBy, quoteIdentifier, whereKnown } from "../schema";

/** One statement for each role that may do something with a relation, or with a column of it, and may pass it on or not. */
export function grantStatements(path: string, grants: readonly Grant[]): string[] {
  const together = groupBy(grants, ({ role, grantable }) => JSON.stringify([role, grantable]));
  return [...together.values()].flatMap((each) => grantSql(path, each));
}

function grantSql(path: string, grants: readonly Grant[]): string[] {
  const [first] = grants;
  if (first === undefined) return [];
  const privileges = grants
    .map(({ privilege, column }) =>
      column === null ? privilege : `${privilege} (${quoteIdentifier(column)})`,
    )
    .join(", ");
  const to = (role: string) =>
    `GRANT ${privileges} ON ${path} TO ${role}${first.grantable ? " WITH GRANT OPTION" : ""}`;
  return [first.role === null ? to("PUBLIC") : whereKnown(to(quoteIdentifier(first.role)))];
}
