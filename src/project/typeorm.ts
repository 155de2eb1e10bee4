import type { TypeOrm } from "./project";

export interface ResolvedTypeOrm {
  readonly typeorm: TypeOrm;
  readonly version: string;
}

/** The copy of TypeORM that code in `directory` would get. */
export function resolveTypeOrm(directory: string): ResolvedTypeOrm {
  throw new Error(`not built yet: ${directory}`);
}
