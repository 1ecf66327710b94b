import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const configSchema = z.object({
  max_position_embeddings: z.number().int().positive().optional(),
  pad_token_id: z.number().int().nonnegative().optional(),
});

export interface ModelConfig {
  /** Longest input, special tokens included. */
  readonly maxTokens: number;
  readonly padId: number;
}

/** XLM-R's, and so bge-m3's: 8,194 positions, of which the first two are never used. */
const xlmRoberta: ModelConfig = { maxTokens: 8192, padId: 1 };

/** Of `config.json`, where the model has one that can be read; else bge-m3's own values. */
export async function readModelConfig(folder: string): Promise<ModelConfig> {
  const text = await readFile(join(folder, 'config.json'), 'utf8').catch(() => '{}');
  const config = configSchema.safeParse(parse(text)).data;
  const padId = config?.pad_token_id ?? xlmRoberta.padId;
  const positions = config?.max_position_embeddings;
  // XLM-R counts positions from one past the padding's id.
  const usable = positions === undefined ? xlmRoberta.maxTokens : positions - padId - 1;
  return { padId, maxTokens: Math.max(3, Math.min(usable, xlmRoberta.maxTokens)) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
