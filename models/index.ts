export {
  type CatalogueFile,
  type CatalogueModel,
  catalogueFileSchema,
  catalogueModelSchema,
  type ModelCatalogue,
  modelCatalogue,
  modelCatalogueSchema,
  modelFilePathSchema,
  type PublishedChecksum,
  publishedChecksumSchema,
} from './catalogue/index.ts';
