import type { WrittenAnswer } from './answerWriter.ts';
import { cite, type Passage } from './passages.ts';
import { pickSentences } from './pickSentences.ts';
import { guessLanguage } from './words.ts';

interface Labels {
  extracts: string;
  nothing: string;
}

const english: Labels = {
  extracts: 'Extracts from your documents, word for word:',
  nothing: 'I found nothing in your documents that answers this.',
};

const labelsByLanguage: Readonly<Record<string, Labels>> = {
  en: english,
  it: {
    extracts: 'Estratti dai tuoi documenti, parola per parola:',
    nothing: 'Non ho trovato nulla nei tuoi documenti che risponda a questa domanda.',
  },
  de: {
    extracts: 'Auszüge aus deinen Dokumenten, Wort für Wort:',
    nothing: 'Ich habe in deinen Dokumenten nichts gefunden, das diese Frage beantwortet.',
  },
  pl: {
    extracts: 'Fragmenty Twoich dokumentów, słowo w słowo:',
    nothing: 'W Twoich dokumentach nie ma nic, co odpowiadałoby na to pytanie.',
  },
  ko: {
    extracts: '문서에서 그대로 옮긴 내용입니다:',
    nothing: '문서에서 이 질문에 답하는 내용을 찾지 못했습니다.',
  },
  es: {
    extracts: 'Extractos de tus documentos, palabra por palabra:',
    nothing: 'No he encontrado nada en tus documentos que responda a esta pregunta.',
  },
  fr: {
    extracts: 'Extraits de vos documents, mot pour mot :',
    nothing: 'Je n’ai rien trouvé dans vos documents qui réponde à cette question.',
  },
};

function labelsFor(question: string): Labels {
  return labelsByLanguage[guessLanguage(question) ?? 'en'] ?? english;
}

/** What is said, in the question's language, where nothing was found. */
export function nothingFound(question: string): WrittenAnswer {
  return { text: labelsFor(question).nothing, citations: [], dropped: 0 };
}

/** An answer without a language model: the sentences that answer, quoted, each with its citation. */
export function extractiveAnswer(
  question: string,
  passages: readonly Passage[],
  earlier: readonly string[] = [],
): WrittenAnswer {
  const picked = pickSentences(question, passages, earlier);
  if (picked.length === 0) return nothingFound(question);
  const citations = picked.map(({ passage, sentence }, index) => cite(passage, sentence, index + 1));
  // The line breaks of a source are its layout; the citation keeps them.
  const lines = citations.map(({ quote, n }) => `“${quote.replace(/\s+/g, ' ')}” [${n}]`);
  return { text: [labelsFor(question).extracts, ...lines].join('\n\n'), citations, dropped: 0 };
}
