export { readCatalog, readCatalogWithin } from "./catalog";
