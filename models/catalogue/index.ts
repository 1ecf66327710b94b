export { catalogue } from './catalogue.ts';
export {
  type CatalogueFile,
  type CatalogueModel,
  catalogueFileSchema,
  catalogueModelSchema,
  type HubPlace,
  type ModelCatalogue,
  modelCatalogueSchema,
  modelFilePathSchema,
  type PublishedChecksum,
  publishedChecksumSchema,
} from './schema.ts';
