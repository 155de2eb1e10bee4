export { readCatalog, readCatalogWithin } from "./catalog";
export { readUnmanaged } from "./unmanaged";
