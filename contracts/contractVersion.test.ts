import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { contractVersion } from './contractVersion.ts';
import { callFrameSchema, replyFrameSchema } from './frames.ts';
import { locatorSchema } from './locator.ts';
import type { Contract } from './procedure.ts';
import {
  chatRpc,
  engineContract,
  jobsRpc,
  libraryRpc,
  modelsRpc,
  searchRpc,
  systemRpc,
} from './rpc/index.ts';
import { extractionContract, inferenceContract, ocrContract } from './workers/index.ts';

function describe(schema: z.ZodType | undefined, io: 'input' | 'output'): unknown {
  return schema ? z.toJSONSchema(schema, { io, unrepresentable: 'any' }) : null;
}

function fingerprint(): string {
  const contracts: Contract = {
    ...engineContract,
    ...extractionContract,
    ...inferenceContract,
    ...ocrContract,
  };
  const procedures = Object.entries(contracts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { input, output, event }]) => [
      name,
      describe(input, 'input'),
      describe(output, 'output'),
      describe(event, 'output'),
    ]);
  const shared = [callFrameSchema, replyFrameSchema, locatorSchema].map((schema) =>
    describe(schema, 'output'),
  );
  return createHash('sha256')
    .update(JSON.stringify([procedures, shared]))
    .digest('hex')
    .slice(0, 16);
}

it('changes no message without a new version: put the new version and fingerprint here together', () => {
  expect({ contractVersion, fingerprint: fingerprint() }).toEqual({
    contractVersion: 2,
    fingerprint: '4f52d01d781a5b0e',
  });
});

it('names every procedure once', () => {
  const parts = [
    libraryRpc,
    searchRpc,
    chatRpc,
    jobsRpc,
    modelsRpc,
    systemRpc,
    extractionContract,
    inferenceContract,
  ];
  const names = parts.flatMap((part) => Object.keys(part));
  expect(new Set(names).size).toBe(names.length);
});
