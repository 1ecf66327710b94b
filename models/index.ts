export {
  type CatalogueFile,
  type CatalogueModel,
  catalogue,
  catalogueFileSchema,
  catalogueModelSchema,
  type HubPlace,
  type ModelCatalogue,
  modelCatalogueSchema,
  modelFilePathSchema,
  type PublishedChecksum,
  publishedChecksumSchema,
} from './catalogue/index.ts';
