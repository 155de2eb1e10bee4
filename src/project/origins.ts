/** The file that an exported class or EntitySchema was first exported from, absolute; null when it is not known. */
export function originOf(target: object): { readonly file: string } | null {
  return origins.get(target) ?? null;
}

const origins = new WeakMap<object, { readonly file: string }>();
