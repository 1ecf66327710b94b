/** What a schema says is wrong, as far as a sentence needs it (a zod issue). */
export interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly origin?: string;
  readonly expected?: unknown;
  readonly maximum?: number | bigint;
  readonly minimum?: number | bigint;
  readonly inclusive?: boolean;
  readonly values?: readonly unknown[];
}

/** A sentence about the first thing that is wrong with a request, for the person who made it. */
export function describeIssue(method: string, issue: Issue | undefined): string {
  if (!issue) return `${method}: the request has the wrong shape.`;
  const name = nameOf(issue.path);
  const what = name === '' ? 'The request' : `“${name}”`;
  switch (issue.code) {
    case 'too_big':
      return `${what} is ${tooMuch(issue)}.`;
    case 'too_small':
      return `${what} is ${tooLittle(issue)}.`;
    case 'invalid_type':
      return `${method}: ${what} is not ${article(String(issue.expected))}.`;
    case 'invalid_value':
      return `${method}: ${what} is none of ${(issue.values ?? []).map(String).join(', ')}.`;
    default:
      return `${method}: ${what} has the wrong form: ${issue.message}.`;
  }
}

function nameOf(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}

function tooMuch({ origin, maximum, inclusive }: Issue): string {
  const most = count(maximum);
  if (origin === 'string') return `too long: it may have at most ${most} characters`;
  if (origin === 'array') return `too long a list: it may have at most ${most} entries`;
  return `too large: it must be ${inclusive === false ? 'below' : 'at most'} ${most}`;
}

function tooLittle({ origin, minimum, inclusive }: Issue): string {
  const least = count(minimum);
  const isEmpty = Number(minimum) === 1;
  if (origin === 'string') return isEmpty ? 'empty' : `too short: it needs at least ${least} characters`;
  if (origin === 'array')
    return isEmpty ? 'an empty list' : `too short a list: it needs at least ${least} entries`;
  return `too small: it must be ${inclusive === false ? 'above' : 'at least'} ${least}`;
}

function count(value: number | bigint | undefined): string {
  return value === undefined ? '?' : value.toLocaleString('en');
}

function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}
