export { readCatalog, readCatalogWithin } from "./catalog";
export { readUnmanaged } from "./unmanaged";
export { type Footing, readFoundation } from "./foundation";
