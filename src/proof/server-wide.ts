import type { ParsedStatement, ParseNode } from "../hazards/statements";

/** What is to be done with a statement in one database of a server that is not ours alone. */
export type Treatment =
  | { readonly kind: "run" }
  /** It is about the whole server, or another database. */
  | { readonly kind: "pass over" }
  /** It makes a role, which every database of the server has. */
  | { readonly kind: "make role"; readonly role: string };

/** @param isOurs whether the role was made here */
export function verdictOn({ kind, node }: ParsedStatement, isOurs: (role: string) => boolean): Treatment {
  if (kind === "CreateRoleStmt") return { kind: "make role", role: String(node.role) };
  const roles = rolesOf(kind, node);
  if (roles !== null) return { kind: roles.some(isOurs) ? "run" : "pass over" };
  const isWide = ofServer.test(kind) || wideObjects.includes(String(objectOf(kind, node)));
  return { kind: isWide ? "pass over" : "run" };
}

/** The roles that the statement changes; null where it is about none. */
function rolesOf(kind: string, node: ParseNode): string[] | null {
  switch (kind) {
    case "AlterRoleStmt":
    case "AlterRoleSetStmt":
      return named([node.role]);
    case "DropRoleStmt":
    case "DropOwnedStmt":
    case "ReassignOwnedStmt":
      return named(node.roles);
    case "GrantRoleStmt":
      return named([...list(node.granted_roles), ...list(node.grantee_roles)]);
    case "RenameStmt":
      return node.renameType === "OBJECT_ROLE" ? [String(node.subname)] : null;
    default:
      return null;
  }
}

const ofServer =
  /^(?:CreatedbStmt|DropdbStmt|AlterDatabase\w*|AlterSystemStmt|(?:Create|Drop|Alter)TableSpace\w*)$/;
const wideObjects = ["OBJECT_DATABASE", "OBJECT_TABLESPACE", "OBJECT_ROLE", "OBJECT_PARAMETER_ACL"];

function objectOf(kind: string, node: ParseNode): unknown {
  switch (kind) {
    case "RenameStmt":
      return node.renameType;
    case "AlterOwnerStmt":
      return node.objectType;
    case "GrantStmt":
    case "CommentStmt":
    case "SecLabelStmt":
      return node.objtype;
    default:
      return null;
  }
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Roles stand there as such, or as privileges of that name. */
const named = (nodes: unknown) =>
  [...JSON.stringify(list(nodes)).matchAll(/"(?:rolename|priv_name)":("(?:[^"\\]|\\.)*")/g)].map(
    ([, text = '""']): string => JSON.parse(text),
  );

/** Whether the text may have to do with any of that; most has not, and need not be parsed. */
export const mayBeServerWide = (sql: string): boolean => words.test(sql);

const words =
  /\b(?:CREATE|ALTER|DROP)\s+(?:ROLE|USER|GROUP|DATABASE|TABLESPACE|SYSTEM)\b|\b(?:DROP|REASSIGN)\s+OWNED\b|\bON\s+(?:DATABASE|TABLESPACE|ROLE|PARAMETER)\b|\b(?:GRANT|REVOKE)\b(?:(?!\bON\b)[^;])*\b(?:TO|FROM)\b/i;
