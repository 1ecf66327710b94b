/** Who may import whom: section 2 of the architecture, as errors. */
const engineModule = (name) => `^engine/${name}/`;

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'only-declared-packages',
      comment: 'A package is used by the room whose package.json names it.',
      severity: 'error',
      from: { pathNot: '\\.test\\.tsx?$|\\.config\\.ts$|^renderer/pdfAssets\\.ts$' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-dev-packages-in-the-product',
      severity: 'error',
      from: {
        path: '^(contracts|wire|native|models|engine|host|renderer|apps/headless)/',
        pathNot: '\\.test\\.tsx?$|/testing/|\\.config\\.ts$',
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'contracts-stand-alone',
      severity: 'error',
      from: { path: '^contracts/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^contracts/|node_modules/zod/' },
    },
    {
      name: 'wire-knows-contracts',
      severity: 'error',
      from: { path: '^wire/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^(wire|contracts)/' },
    },
    {
      name: 'native-knows-contracts',
      severity: 'error',
      from: { path: '^native/' },
      to: { path: '^(engine|models|wire|host|electron|renderer|apps)/' },
    },
    {
      name: 'models-know-contracts',
      severity: 'error',
      from: { path: '^models/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(engine|native|wire|host|electron|renderer|apps)/' },
    },
    {
      name: 'native-packages-only-in-native',
      severity: 'error',
      from: { pathNot: '^native/' },
      to: {
        path: 'node_modules/(better-sqlite3|sqlite-vec[^/]*|onnxruntime-node|tokenizers|sharp|koffi|@koromix|@fugood|@napi-rs/whisper[^/]*)/',
      },
    },
    {
      name: 'engine-has-no-faces',
      severity: 'error',
      from: { path: '^engine/' },
      to: { path: '^(host|electron|renderer|apps)/|node_modules/(electron|react|react-dom)/' },
    },
    {
      name: 'renderer-is-a-browser',
      severity: 'error',
      from: { path: '^renderer/', pathNot: '(vite\\.config|pdfAssets)\\.ts$|\\.test\\.tsx?$|/testing/' },
      to: { path: '^(engine|native|models|host|apps|electron)/', dependencyTypesNot: [] },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^renderer/', pathNot: '(vite\\.config|pdfAssets)\\.ts$|\\.test\\.tsx?$|/testing/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'hosts-share-what-knows-no-face',
      severity: 'error',
      from: { path: '^host/' },
      to: { path: '^(native|models|electron|renderer|apps)/|node_modules/electron/' },
    },
    {
      name: 'electron-main-has-no-engine',
      comment: 'Nor the session, which may start one.',
      severity: 'error',
      from: { path: '^electron/(main|preload)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(engine|native|models)/|^host/session/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'electron-only-in-electron',
      severity: 'error',
      from: { pathNot: '^(electron|apps/e2e)/' },
      to: { path: 'node_modules/electron[^/]*/' },
    },
    {
      name: 'utility-is-plain-node',
      comment:
        'A utility process reaches Electron by its parent port alone, so its code runs under Node as well.',
      severity: 'error',
      from: { path: '^electron/utility/' },
      to: { path: '^electron/(main|preload)/|node_modules/electron/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'preload-has-no-node',
      severity: 'error',
      from: { path: '^electron/preload/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'rooms-by-their-door',
      comment: 'Another room is imported by its package name, never by a relative path.',
      severity: 'error',
      from: { path: '^(contracts|wire|native|models|engine|host|electron|renderer|apps/[^/]+)/' },
      to: {
        path: '^(contracts|wire|native|models|engine|host|electron|renderer|apps/[^/]+)/',
        pathNot: '^$1/',
        dependencyTypes: ['local'],
      },
    },
    {
      name: 'workers-have-no-database',
      severity: 'error',
      from: {
        path: '^engine/(extraction|ocr|chunking|inference|media|speech|transcription)/',
        pathNot: '\\.test\\.ts$',
      },
      to: {
        path: '^engine/(storage|jobs|pipelines|retrieval|chat)/|^native/sqlite/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'only-storage-speaks-sql',
      severity: 'error',
      from: { path: '^engine/', pathNot: '^engine/storage/|/testing/|\\.test\\.ts$' },
      to: { path: '^native/sqlite/' },
    },
    {
      name: 'jobs-know-no-feature',
      severity: 'error',
      from: { path: engineModule('jobs'), pathNot: '\\.test\\.ts$' },
      to: { path: '^engine/(?!jobs|base|ports|storage|testing)' },
    },
    {
      name: 'storage-knows-no-feature',
      severity: 'error',
      from: { path: engineModule('storage'), pathNot: '\\.test\\.ts$' },
      to: { path: '^engine/(?!storage|base|ports|testing)' },
    },
    {
      name: 'chunking-is-pure',
      severity: 'error',
      from: { path: engineModule('chunking'), pathNot: '\\.test\\.ts$' },
      to: { path: '^engine/(?!chunking|base)|^native/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'modules-by-their-index',
      comment:
        'One index.ts a module; nothing reaches past it, but tests to what others keep for tests in `testing`. serve/ has a door per worker, so that none loads the others.',
      severity: 'error',
      from: { path: '^engine/([^/]+)/' },
      to: {
        path: '^engine/([^/]+)/',
        pathNot: '^engine/$1/|^engine/[^/]+/index\\.ts$|^engine/serve/serve[A-Z]|/testing/',
      },
    },
    {
      name: 'tests-stay-tests',
      severity: 'error',
      from: { pathNot: '\\.test\\.tsx?$|/testing/|^apps/e2e/|^bench/' },
      to: { path: '\\.test\\.tsx?$|^(?!node_modules).*/testing/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)out/|/fixtures/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.node.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      mainFields: ['module', 'main'],
    },
  },
};
