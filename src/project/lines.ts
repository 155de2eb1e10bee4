/** The line, from 1, that declares a class (or an EntitySchema of that name) or its property; null when not found. */
export function findLine(file: string, className: string, property: string | null): number | null {
  throw new Error(`not built yet: ${file} ${className} ${property}`);
}
