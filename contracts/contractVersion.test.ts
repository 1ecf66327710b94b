import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { contractVersion } from './contractVersion.ts';
import { callFrameSchema, replyFrameSchema } from './frames.ts';
import { locatorSchema } from './locator.ts';
import type { Contract } from './procedure.ts';
import {
  auditRpc,
  captureRpc,
  chatRpc,
  engineContract,
  foldersRpc,
  jobsRpc,
  libraryRpc,
  modelsRpc,
  peopleRpc,
  picturesRpc,
  recordingsRpc,
  searchRpc,
  settingsRpc,
  summariesRpc,
  systemRpc,
  tagsRpc,
} from './rpc/index.ts';
import { shellContract, shellEventSchema } from './shell.ts';
import {
  extractionContract,
  inferenceContract,
  mediaContract,
  ocrContract,
  speechContract,
  transcriptionContract,
} from './workers/index.ts';

function describe(schema: z.ZodType | undefined, io: 'input' | 'output'): unknown {
  return schema ? z.toJSONSchema(schema, { io, unrepresentable: 'any' }) : null;
}

function fingerprint(): string {
  const contracts: Contract = {
    ...engineContract,
    ...extractionContract,
    ...inferenceContract,
    ...ocrContract,
    ...mediaContract,
    ...speechContract,
    ...transcriptionContract,
    ...shellContract,
  };
  const procedures = Object.entries(contracts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { input, output, event }]) => [
      name,
      describe(input, 'input'),
      describe(output, 'output'),
      describe(event, 'output'),
    ]);
  const shared = [callFrameSchema, replyFrameSchema, locatorSchema, shellEventSchema].map((schema) =>
    describe(schema, 'output'),
  );
  return createHash('sha256')
    .update(JSON.stringify([procedures, shared]))
    .digest('hex')
    .slice(0, 16);
}

it('changes no message without a new version: put the new version and fingerprint here together', () => {
  expect({ contractVersion, fingerprint: fingerprint() }).toEqual({
    contractVersion: 5,
    fingerprint: 'e9b40e335fd797a1',
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
    auditRpc,
    foldersRpc,
    picturesRpc,
    settingsRpc,
    tagsRpc,
    recordingsRpc,
    peopleRpc,
    captureRpc,
    summariesRpc,
    shellContract,
    extractionContract,
    inferenceContract,
    ocrContract,
    mediaContract,
    speechContract,
    transcriptionContract,
  ];
  const names = parts.flatMap((part) => Object.keys(part));
  expect(new Set(names).size).toBe(names.length);
});
