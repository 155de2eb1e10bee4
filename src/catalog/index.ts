export { readCatalog, readCatalogWithin } from "./catalog";
export { type Footing, readFoundation } from "./foundation";
export { readUnmanaged } from "./unmanaged";
