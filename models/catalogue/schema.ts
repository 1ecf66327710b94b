import { modelSummarySchema } from '@adiuva/contracts/rpc';
import { z } from 'zod';

const segment = '[A-Za-z0-9_][A-Za-z0-9._-]*';

/** A relative path with forward slashes; no `..`, no hidden file, no drive: joined to a folder it stays inside. */
export const modelFilePathSchema = z
  .string()
  .max(200)
  .regex(new RegExp(`^${segment}(/${segment})*$`), 'is not a plain relative path');

/** A sum somebody published, with the place where it stands. Never computed from what was just downloaded. */
export const publishedChecksumSchema = z.discriminatedUnion('algorithm', [
  z.object({
    algorithm: z.literal('sha256'),
    hex: z.string().regex(/^[0-9a-f]{64}$/),
    source: z.string().min(1),
  }),
  z.object({
    algorithm: z.literal('sha1'),
    hex: z.string().regex(/^[0-9a-f]{40}$/),
    source: z.string().min(1),
  }),
]);

const hubPlaceSchema = z.object({
  repository: z.string().regex(/^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/),
  /** A commit where one is pinned here; a branch is resolved to its commit at download time. */
  revision: z.string().regex(/^[A-Za-z0-9][\w.-]*$/),
});

export const catalogueFileSchema = z.object({
  /** Where it lies in the model's folder, and in its repository. */
  path: modelFilePathSchema,
  /** The repository of the hub that it lies in, where that is not the model's own. */
  from: hubPlaceSchema.optional(),
  /** What it does, where the files of a model do different things. */
  role: z.enum(['segmentation', 'embedding']).optional(),
  /**
   * `from-hub`: the hub's own metadata for the pinned revision gives it at download time. A published sum is
   * checked besides that one, and on import too. `from-package`: the package that carries it is verified as a whole.
   */
  checksum: z.union([z.literal('from-hub'), z.literal('from-package'), publishedChecksumSchema]),
  /** Rounded, for display before anything is known exactly; never used to verify. */
  approximateBytes: z.number().int().positive(),
  /** Taken where it exists; its absence is no fault. */
  isOptional: z.boolean().optional(),
});

export const catalogueSourceSchema = z.discriminatedUnion('kind', [
  /** Made on this machine; nothing to download. */
  z.object({ kind: z.literal('generated') }),
  hubPlaceSchema.extend({ kind: z.literal('hub') }),
  /** Files in a package of the npm registry. */
  z.object({
    kind: z.literal('npm'),
    package: z.string().regex(/^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    /** As the registry gives it for this version. */
    integrity: z.string().regex(/^sha512-[A-Za-z0-9+/]{86}==$/),
    /** Of the tarball, exactly. */
    bytes: z.number().int().positive(),
    /** Where the files lie in the package. */
    folder: modelFilePathSchema,
  }),
]);

export const catalogueModelSchema = z
  .object({
    id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,60}$/),
    kind: modelSummarySchema.shape.kind,
    name: z.string().min(1),
    description: z.string().min(1),
    /** SPDX identifier; an expression where files have several. */
    licence: z.string().min(1),
    source: catalogueSourceSchema,
    files: z.array(catalogueFileSchema),
  })
  .refine((model) => (model.source.kind === 'generated') === (model.files.length === 0), {
    message: 'A model from the hub has files, a generated one has none.',
  })
  .refine((model) => model.source.kind === 'hub' || model.files.every(({ from }) => from === undefined), {
    message: 'Only files of a model from the hub come from another repository of it.',
  })
  .refine(
    (model) => new Set(model.files.map((file) => file.path.toLowerCase())).size === model.files.length,
    {
      message: 'Two files of one model have the same path.',
    },
  );

export const modelCatalogueSchema = z
  .array(catalogueModelSchema)
  .refine((models) => new Set(models.map((model) => model.id)).size === models.length, {
    message: 'Two models have the same id.',
  });

export type HubPlace = z.infer<typeof hubPlaceSchema>;
export type PublishedChecksum = z.infer<typeof publishedChecksumSchema>;
export type CatalogueFile = z.infer<typeof catalogueFileSchema>;
export type CatalogueModel = z.infer<typeof catalogueModelSchema>;
export type ModelCatalogue = readonly CatalogueModel[];
