import { type RecordingSummary, type SummaryTemplate, summaryTemplateSchema } from '@adiuva/contracts/rpc';
import { z } from 'zod';
import { AppError } from '#base';
import type { Clock } from '#ports';
import type { LanguageModel } from '#providers';
import type { Storage, SummaryRecord } from '#storage';
import { builtInTemplates } from './builtInTemplates.ts';
import { summarise } from './summarise.ts';
import type { SpokenLine } from './transcriptWindows.ts';

/** A recording as a summary is made of it. */
export interface SpokenRecording {
  documentId: string;
  transcriptId: number;
  /** Of the transcript when it was read. */
  revision: number;
  language: string | null;
}

export interface SummariesOptions {
  storage: Pick<Storage, 'read' | 'write'>;
  /** The model that serves, or the one asked for; null where there is none. */
  chooseModel(asked: string | undefined): Promise<LanguageModel | null>;
  clock: Clock;
}

export interface Summaries {
  list(recording: SpokenRecording): RecordingSummary[];
  /** Takes the place of an earlier one by the same template. @throws AppError as `summarise`; `not_found` */
  create(
    recording: SpokenRecording,
    lines: readonly SpokenLine[],
    options: {
      templateId: string;
      model?: string | undefined;
      signal: AbortSignal;
      onProgress(fraction: number): void;
    },
  ): Promise<RecordingSummary>;
  remove(recording: SpokenRecording, templateId: string): Promise<boolean>;
  templates(): SummaryTemplate[];
  saveTemplate(template: SummaryTemplate): Promise<SummaryTemplate>;
  /** @returns whether there was one of the person's own; a built-in one that was changed is as it came again */
  removeTemplate(id: string): Promise<boolean>;
}

const templatesSetting = 'summaries.templates';
const mostTemplates = 100;

/** Summaries of recordings: made with the language model that serves, kept with the transcript. */
export function createSummaries({ storage, chooseModel, clock }: SummariesOptions): Summaries {
  function ownTemplates(): SummaryTemplate[] {
    const stored = z.array(summaryTemplateSchema).safeParse(storage.read.readSetting(templatesSetting) ?? []);
    return stored.success ? stored.data : [];
  }

  function templates(): SummaryTemplate[] {
    const own = ownTemplates();
    const kept = builtInTemplates.map((each) => own.find(({ id }) => id === each.id) ?? each);
    return [...kept, ...own.filter(({ id }) => !builtInTemplates.some((each) => each.id === id))];
  }

  function toSummary({ documentId, revision }: SpokenRecording, record: SummaryRecord): RecordingSummary {
    const { templateId, templateName, sections, model, createdAt } = record;
    const isStale = record.revision !== revision;
    return { documentId, templateId, templateName, sections, model, createdAt, isStale };
  }

  return {
    list: (recording) =>
      storage.read
        .listSummaries({ transcriptId: recording.transcriptId })
        .map((record) => toSummary(recording, record)),
    async create(recording, lines, { templateId, model: asked, signal, onProgress }) {
      const template = templates().find(({ id }) => id === templateId);
      if (!template) throw new AppError('not_found', 'There is no such template of summaries (any more).');
      const model = await chooseModel(asked);
      if (!model) {
        throw new AppError(
          'unavailable',
          'A summary needs a language model. Set one up in the settings: one of this machine, such as Ollama, or a service.',
        );
      }
      const { language } = recording;
      const sections = await summarise({ model, template, language, lines, signal, onProgress });
      const record: SummaryRecord = {
        templateId,
        templateName: template.name,
        sections,
        model: model.id,
        revision: recording.revision,
        createdAt: clock.now(),
      };
      await storage.write.putSummary({ transcriptId: recording.transcriptId, summary: record });
      return toSummary(recording, record);
    },
    remove: ({ transcriptId }, templateId) => storage.write.removeSummary({ transcriptId, templateId }),
    templates,
    async saveTemplate(template) {
      const saved = { ...template, isBuiltIn: false };
      const own = ownTemplates();
      const index = own.findIndex(({ id }) => id === template.id);
      if (index < 0 && own.length >= mostTemplates)
        throw new AppError('conflict', `There are ${mostTemplates} templates already; remove one first.`);
      const next = index < 0 ? [...own, saved] : own.with(index, saved);
      await storage.write.writeSetting({ key: templatesSetting, value: next });
      return saved;
    },
    async removeTemplate(id) {
      const own = ownTemplates();
      const kept = own.filter((each) => each.id !== id);
      if (kept.length === own.length) return false;
      await storage.write.writeSetting({ key: templatesSetting, value: kept });
      return true;
    },
  };
}
