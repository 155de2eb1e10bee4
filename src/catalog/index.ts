export { readAttachments, readAttachmentsWithin } from "./attachments";
export { readCatalog, readCatalogWithin } from "./catalog";
export { type Extra, readExtras } from "./extras";
export { type Footing, readFoundation } from "./foundation";
export { readUnmanaged } from "./unmanaged";
