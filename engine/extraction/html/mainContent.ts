import { Readability } from '@mozilla/readability';
import type { FlowDocument } from '../flow/flowDocument.ts';
import { type DomDocument, type DomElement, depthOf, parseHtml } from './dom.ts';
import { htmlBlocks } from './htmlBlocks.ts';

export interface PageContent extends FlowDocument {
  byline: string | undefined;
}

/** Beyond these Readability takes seconds, or the stack; such pages are reports and books, not articles. */
const maxArticleElements = 20_000;
const maxArticleDepth = 400;
const maxArticleLength = 500_000;
/** An article holds most of a page's words, or the page is not one. */
const minShare = 0.4;
const minArticleLength = 400;

/**
 * What a page is about: the article Readability finds in it where that is most of the page and keeps its tables
 * and headings, else everything but navigation.
 */
export function mainContent(html: string): PageContent {
  const document = parseHtml(html);
  const root = document.querySelector('body') ?? document.documentElement;
  if (!root) return { text: '', blocks: [], byline: undefined };
  const isSimple = depthOf(document) <= maxArticleDepth;
  if (isSimple) removeNavigation(document, root);
  const whole = htmlBlocks(root);
  if (!isSimple || whole.text.length < minArticleLength) return { ...whole, byline: undefined };
  if (whole.text.length > maxArticleLength || document.querySelectorAll('*').length > maxArticleElements)
    return { ...whole, byline: undefined };
  const article = findArticle(html);
  return article && isMain(article, whole)
    ? { ...withTitleHeading(article, whole), byline: article.byline }
    : { ...whole, byline: article?.byline };
}

function findArticle(html: string): PageContent | undefined {
  // It takes the document apart while it reads, so it gets one of its own.
  const document = parseHtml(html);
  const reader = new Readability<DomElement>(document as never, {
    serializer: (node) => node as unknown as DomElement,
    charThreshold: minArticleLength,
  });
  const article = parseLeniently(reader);
  if (!article?.content) return undefined;
  return { ...htmlBlocks(article.content), byline: article.byline ?? undefined };
}

/** It was written for browsers and stumbles over pages that none of them would show; then there is no article. */
function parseLeniently(reader: Readability<DomElement>): ReturnType<Readability<DomElement>['parse']> {
  try {
    return reader.parse();
  } catch {
    return null;
  }
}

function isMain(article: FlowDocument, whole: FlowDocument): boolean {
  if (article.text.length < whole.text.length * minShare) return false;
  const count = (document: FlowDocument, kind: string) =>
    document.blocks.filter((block) => block.kind === kind).length;
  return (
    count(article, 'table') >= count(whole, 'table') &&
    count(article, 'code') >= count(whole, 'code') &&
    count(article, 'heading') >= (count(whole, 'heading') - 3) * 0.6
  );
}

/** Readability takes the page's own headline for a title and leaves it out of the text. */
function withTitleHeading(article: FlowDocument, whole: FlowDocument): FlowDocument {
  const headline = whole.blocks.find((block) => block.kind === 'heading' && block.level === 1);
  if (!headline?.title || article.blocks.some((block) => block.title === headline.title)) return article;
  const lead = `${headline.title}\n\n`;
  return {
    text: lead + article.text,
    blocks: [
      { ...headline, start: 0, end: headline.title.length },
      ...article.blocks.map((block) => ({
        ...block,
        start: block.start + lead.length,
        end: block.end + lead.length,
      })),
    ],
  };
}

const navigation = 'nav, [role="navigation"], [role="search"], [role="menu"], [role="menubar"]';
const pageEnds = 'body > footer, html > footer, [role="contentinfo"]';

function removeNavigation(document: DomDocument, root: DomElement): void {
  const removable = [...Array.from(document.querySelectorAll(navigation))];
  const length = (root.textContent ?? '').length;
  for (const footer of Array.from(document.querySelectorAll(pageEnds))) {
    // On a page of three lines the last one is content.
    if ((footer.textContent ?? '').length * 10 < length) removable.push(footer);
  }
  for (const element of removable) {
    if ((element.textContent ?? '').length * 2 < length) element.remove();
  }
}
