import { ocrLanguages } from './ocrLanguages.ts';
import type { CatalogueFile, CatalogueModel, ModelCatalogue } from './schema.ts';

const MiB = 1024 * 1024;

function fromHub(path: string, approximateBytes: number, isOptional = false): CatalogueFile {
  return { path, checksum: 'from-hub', approximateBytes, ...(isOptional && { isOptional }) };
}

/** SHA-1 sums as listed in models/README.md of ggml-org/whisper.cpp. */
function whisper(name: string, approximateMiB: number, sha1: string, description: string): CatalogueModel {
  return {
    id: `whisper-${name}`,
    kind: 'transcription',
    name: `Whisper ${name}`,
    description,
    licence: 'MIT',
    source: { kind: 'hub', repository: 'ggerganov/whisper.cpp', revision: 'main' },
    files: [
      {
        path: `ggml-${name}.bin`,
        checksum: { algorithm: 'sha1', hex: sha1, source: 'ggml-org/whisper.cpp models/README.md' },
        approximateBytes: approximateMiB * MiB,
      },
    ],
  };
}

/** Every model the product knows. Sizes are rounded and for display; sums are published ones or the hub's. */
export const catalogue: ModelCatalogue = [
  {
    id: 'builtin',
    kind: 'embedding',
    name: 'Built-in',
    description: 'Works at once and offline. Finds words, spellings and compounds, not meaning.',
    licence: 'Apache-2.0',
    source: { kind: 'generated' },
    files: [],
  },
  {
    id: 'bge-m3',
    kind: 'embedding',
    name: 'BGE-M3',
    description: 'Finds meaning in more than 100 languages. Full precision; best with a graphics card.',
    licence: 'MIT',
    source: {
      kind: 'hub',
      repository: 'BAAI/bge-m3',
      revision: '5617a9f61b028005a4858fdac845db406aefb181',
    },
    files: [
      fromHub('onnx/model.onnx', 725_000),
      fromHub('onnx/model.onnx_data', 2_270_000_000),
      // The graph names this small tensor as external data of its own, beside model.onnx_data.
      fromHub('onnx/Constant_7_attr__value', 65_600, true),
      fromHub('tokenizer.json', 17_100_000),
      fromHub('config.json', 700, true),
    ],
  },
  {
    id: 'bge-m3-int8',
    kind: 'embedding',
    name: 'BGE-M3 (8 bit)',
    description: 'Finds meaning in more than 100 languages. A quarter of the size; made for the processor.',
    licence: 'MIT',
    source: {
      kind: 'hub',
      repository: 'Xenova/bge-m3',
      revision: '4de13258303883538bd53b696b452bf8099f0858',
    },
    files: [
      fromHub('onnx/model_quantized.onnx', 568_000_000),
      fromHub('tokenizer.json', 17_100_000),
      fromHub('config.json', 700, true),
    ],
  },
  whisper('tiny', 75, 'bd577a113a864445d4c299885e0cb97d4ba92b5f', 'Fastest; for clear speech and drafts.'),
  whisper('base', 142, '465707469ff3a37a2b9b8d8f89f2f99de7299dac', 'Fast; good for clear speech.'),
  whisper('small', 466, '55356645c2b361a969dfd0ef2c5a50d530afd8d5', 'A balance of speed and accuracy.'),
  whisper(
    'medium',
    1500,
    'fd9727b6e1217c2f614f9b698455c4ffd82463b4',
    'Accurate; slow without a graphics card.',
  ),
  whisper(
    'large-v3',
    2900,
    'ad82bf6a9043ceed055076d0fd39f5f186ff8062',
    'Most accurate; needs a graphics card.',
  ),
  whisper(
    'large-v3-q5_0',
    1100,
    'e6e2ed78495d403bef4b7cff42ef4aaadcfea8de',
    'Large v3 in 5 bits: less memory.',
  ),
  whisper(
    'large-v3-turbo',
    1500,
    '4af2b29d7ec73d781377bfd1758ca957a807e941',
    'Near large v3, several times faster.',
  ),
  whisper(
    'large-v3-turbo-q5_0',
    547,
    'e050f7970618a659205450ad97eb95a18d69c9ee',
    'Large v3 turbo in 5 bits: the best choice for most machines.',
  ),
  {
    id: 'speaker-diarization',
    kind: 'diarization',
    name: 'pyannote 3.0 + WeSpeaker ResNet34',
    description:
      'Tells speakers apart, also where two speak at once: pyannote segmentation 3.0 by CNRS (MIT) and WeSpeaker ResNet34-LM, trained on VoxCeleb (CC BY 4.0).',
    licence: 'MIT AND CC-BY-4.0',
    source: {
      kind: 'hub',
      repository: 'onnx-community/pyannote-segmentation-3.0',
      revision: '733a93b6473d019a773298e08cefa686894b1854',
    },
    files: [
      { ...fromHub('onnx/model.onnx', 5_990_000), role: 'segmentation' },
      {
        // Voices that are kept are called after this file: another one gets another name.
        ...fromHub('voxceleb_resnet34_LM.onnx', 26_500_000),
        role: 'embedding',
        from: {
          repository: 'Wespeaker/wespeaker-voxceleb-resnet34-LM',
          revision: 'f0c48c298fd835726c27956a5d617bad7115627e',
        },
      },
    ],
  },
  ...ocrLanguages,
];
