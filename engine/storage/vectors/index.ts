export { codeBytes, type QuantisedVector, quantise, signCode } from './quantise.ts';
export { type CodeRun, createVectorReader, type VectorReader } from './vectorReader.ts';
export { collectUnusedVectors, ensureVectorTables, missingVectors, putVectors } from './vectorWriter.ts';
