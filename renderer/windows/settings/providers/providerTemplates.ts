import type { ProviderSettings } from '@adiuva/contracts/rpc';

export interface ProviderTemplate {
  id: string;
  /** Product names are the same in every language; null: `other` in the catalogue. */
  label: string | null;
  name: string;
  kind: ProviderSettings['kind'];
  baseUrl: string;
  /** Runs on this machine and wants no key. */
  isLocal: boolean;
}

/** Where people's language models are, with the addresses their makers document. */
export const providerTemplates: readonly ProviderTemplate[] = [
  {
    id: 'ollama',
    label: 'Ollama',
    name: 'ollama',
    kind: 'ollama',
    baseUrl: 'http://127.0.0.1:11434',
    isLocal: true,
  },
  {
    id: 'lmstudio',
    label: 'LM Studio',
    name: 'lm-studio',
    kind: 'openai-compatible',
    baseUrl: 'http://127.0.0.1:1234/v1',
    isLocal: true,
  },
  {
    id: 'openai',
    label: 'OpenAI',
    name: 'openai',
    kind: 'openai-compatible',
    baseUrl: 'https://api.openai.com/v1',
    isLocal: false,
  },
  {
    id: 'anthropic',
    label: 'Anthropic',
    name: 'anthropic',
    kind: 'anthropic',
    baseUrl: 'https://api.anthropic.com/v1',
    isLocal: false,
  },
  {
    id: 'google',
    label: 'Google Gemini',
    name: 'google',
    kind: 'openai-compatible',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    isLocal: false,
  },
  { id: 'other', label: null, name: '', kind: 'openai-compatible', baseUrl: '', isLocal: false },
];
