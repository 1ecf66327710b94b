import { expect, it } from 'vitest';
import { providerSettingsSchema } from './system.ts';

it('takes the address of a language model service over HTTP alone', () => {
  const accepts = (baseUrl: string) =>
    providerSettingsSchema.safeParse({ name: 'work', kind: 'openai-compatible', baseUrl }).success;
  expect(['http://127.0.0.1:11434/v1', 'https://models.example'].map(accepts)).toEqual([true, true]);
  expect(['file:///etc/passwd', 'javascript:alert(1)', 'models'].map(accepts)).toEqual([false, false, false]);
});
