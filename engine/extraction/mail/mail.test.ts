import type { Extraction } from '@adiuva/contracts/workers';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { extractBytes } from '../testing/extractBytes.ts';
import { calendarText } from './calendarText.ts';

const head =
  'From: Ann Lee <ann@example.org>\r\nTo: bob@example.org\r\nSubject: Test\r\nMIME-Version: 1.0\r\n';

function mail(contentType: string, body: string | Uint8Array, more = ''): Buffer {
  return Buffer.concat([
    Buffer.from(`${head}${more}Content-Type: ${contentType}\r\n\r\n`),
    Buffer.from(body as string),
  ]);
}

function bodyOf({ parts }: Extraction): string {
  return parts
    .filter(({ locator }) => locator.kind === 'message' && locator.section === 'body' && !locator.within)
    .map(({ text }) => text)
    .join('');
}

function blocksOf({ parts }: Extraction): string[] {
  return parts.flatMap(({ blocks, text, locator }) =>
    locator.kind === 'message' && locator.section === 'body'
      ? blocks.map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`)
      : [],
  );
}

const bodyIn = async (bytes: Uint8Array) => bodyOf(await extractBytes('a.eml', bytes));

describe('a mail', () => {
  it('has its headers in readable lines and as metadata', async () => {
    const found = await extractBytes(
      'a.eml',
      Buffer.from(
        'From: =?utf-8?q?J=C3=BCrgen_?=\r\n =?utf-8?q?M=C3=BCller?= <jm@example.org>\r\nTo: "Doe, John" <jd@example.org>,\r\n\tx@example.org\r\nSubject: =?iso-2022-jp?B?GyRCMnE1RBsoQg==?= =?koi8-r?B?8NLJ18XU?=\r\nDate: Tue, 01 Oct 2024 12:34:56 -0500 (CDT)\r\n\r\nHello.',
      ),
    );
    expect(
      found.parts.map(({ kind, locator, text }) => [
        kind,
        locator.kind === 'message' && locator.section,
        text,
      ]),
    ).toEqual([
      [
        'message',
        'headers',
        'From: Jürgen Müller <jm@example.org>\nTo: "Doe, John" <jd@example.org>, x@example.org\nDate: Tue, 01 Oct 2024 12:34:56 -0500 (CDT)\nSubject: 会議Привет',
      ],
      ['message', 'body', 'Hello.'],
    ]);
    expect(found.metadata).toMatchObject({
      title: '会議Привет',
      author: 'Jürgen Müller',
      createdAt: Date.UTC(2024, 9, 1, 17, 34, 56),
      properties: { to: '"Doe, John" <jd@example.org>, x@example.org' },
    });
  });

  it('is read in the charset that it has, whatever it says', async () => {
    const texts: [charset: string, bytes: Uint8Array, text: string][] = [
      ['iso-8859-8-i', iconv.encode('שלום עולם', 'iso-8859-8'), 'שלום עולם'],
      ['windows-1252', iconv.encode('“Größe” – 5 €', 'cp1252'), '“Größe” – 5 €'],
      ['koi8-r', iconv.encode('Привет, мир', 'koi8-r'), 'Привет, мир'],
      ['gb2312', iconv.encode('会议改期', 'gb18030'), '会议改期'],
      ['iso-2022-jp', Buffer.from('\x1b$B2q5D\x1b(B ok', 'latin1'), '会議 ok'],
      ['utf-7', Buffer.from('Gr+APYA3w-e'), 'Größe'],
      ['us-ascii', Buffer.from('Größe und Maß'), 'Größe und Maß'],
      [
        'no-such-thing',
        iconv.encode('Привет, мир и все люди в нём', 'koi8-r'),
        'Привет, мир и все люди в нём',
      ],
    ];
    for (const [charset, bytes, text] of texts)
      expect([charset, await bodyIn(mail(`text/plain; charset="${charset}"`, bytes))]).toEqual([
        charset,
        text,
      ]);
  });

  it('is decoded as far as its encoding is whole', async () => {
    const encodings: [encoding: string, body: string, text: string][] = [
      ['quoted-printable', 'Gr=C3=B6=\r\n=C3=9Fe =XY end =', 'Größe =XY end'],
      ['base64', `${Buffer.from('Hello wombat').toString('base64').slice(0, -3)}`, 'Hello wom'],
      ['base64', 'SGVsbG8=\r\nIHdvbWJhdA==', 'Hello wombat'],
      ['base64', 'SGVsbG8gd29tYmF0\r\n\r\n-- \r\nThe list: http://example.org/', 'Hello wombat'],
      [
        'base64',
        'This is no base64 at all, whatever the header says.',
        'This is no base64 at all, whatever the header says.',
      ],
    ];
    for (const [encoding, body, text] of encodings) {
      const bytes = mail('text/plain', body, `Content-Transfer-Encoding: ${encoding}\r\n`);
      expect([body, await bodyIn(bytes)]).toEqual([body, text]);
    }
  });

  it('gives the best of its alternatives, with tables and quotes', async () => {
    const alternative = (plain: string, html: string) =>
      mail(
        'multipart/alternative; boundary=b',
        `--b\nContent-Type: text/plain\n\n${plain}\n--b\nContent-Type: text/html\n\n${html}\n--b--\n`,
      );
    const html =
      '<h2>Plan</h2><table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table><blockquote>Said before.</blockquote>';
    expect(blocksOf(await extractBytes('a.eml', alternative('Plan a b 1 2 Said before.', html)))).toEqual([
      'heading: Plan',
      'table: | a | b |\n| --- | --- |\n| 1 | 2 |',
      'quote: Said before.',
    ]);
    const long = 'All that there is to say stands in the plain text. '.repeat(4);
    expect(await bodyIn(alternative(long, '<img src="x.png">View online'))).toBe(long.trim());
  });

  it('keeps quoted text and signatures as quotes, and joins flowed lines', async () => {
    const text = 'A line that \r\ngoes on.\r\n\r\n> quoted text \r\n> goes on\r\nMine.\r\n-- \r\nAnn\r\n';
    expect(blocksOf(await extractBytes('a.eml', mail('text/plain; format=flowed', text)))).toEqual([
      'paragraph: A line that goes on.',
      'quote: > quoted text goes on',
      'paragraph: Mine.',
      'quote: -- \nAnn',
    ]);
  });

  it('has attachments with the names that they were given', async () => {
    const bytes = mail(
      'multipart/mixed; boundary="=b="',
      [
        'preamble',
        '--=b=\nContent-Type: text/plain\n\nThe body.',
        "--=b=\nContent-Type: text/plain\nContent-Disposition: attachment; filename*0*=utf-8''Gr%C3%B6; filename*1*=%C3%9Fe; filename*2=.txt\n\none",
        '--=b=\nContent-Type: text/plain; name="=?utf-8?B?w7xiZXIudHh0?="\n\ntwo',
        '--=b=\nContent-Type: message/rfc822\n\nSubject: Inner/mail\nFrom: x@example.org\n\nThe inner text.',
        '--=b=\nContent-Type: application/pgp-signature\n\n-----BEGIN PGP SIGNATURE-----',
        '--=b=\nContent-Disposition: attachment; filename="../../evil.txt"\n\nthree',
        '--=b=--\nepilogue',
      ].join('\n'),
    );
    const found = await extractBytes('a.eml', bytes);
    expect(bodyOf(found)).toBe('The body.');
    expect(found.members.map(({ within, status }) => [within.at(-1)?.name, status])).toEqual([
      ['Größe.txt', 'indexed'],
      ['über.txt', 'indexed'],
      ['Inner-mail.eml', 'indexed'],
      ['../../evil.txt', 'failed'],
    ]);
    expect(found.parts.at(-1)).toMatchObject({
      text: 'The inner text.',
      locator: { kind: 'message', section: 'body', within: [{ kind: 'attachment', name: 'Inner-mail.eml' }] },
    });
  });

  it('is encrypted, signed, or an invitation', async () => {
    const code = (bytes: Uint8Array) =>
      extractBytes('a.eml', bytes).then(
        () => 'indexed',
        ({ code }) => code,
      );
    const pgp = '-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----';
    expect(
      await code(mail('multipart/encrypted; boundary=b', `--b\n\nVersion: 1\n--b\n\n${pgp}\n--b--`)),
    ).toBe('file_encrypted');
    expect(await code(mail('application/pkcs7-mime; smime-type=enveloped-data', 'MIAGCSqG'))).toBe(
      'file_encrypted',
    );
    expect(await code(mail('text/plain', pgp))).toBe('file_encrypted');
    const signed =
      '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nSigned words.\n- -- \n-----BEGIN PGP SIGNATURE-----\nabc\n-----END PGP SIGNATURE-----';
    expect(await bodyIn(mail('text/plain', signed))).toBe('Signed words.\n--');
    const event =
      'BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Budget\\, again\nDTSTART;TZID=Europe/Berlin:20240301T090000\nORGANIZER;CN="Ann Lee":mailto:ann@example.org\nLOCATION:Room\n  12\nEND:VEVENT\nEND:VCALENDAR';
    expect(calendarText(event)).toBe(
      'Event: Budget, again\nStart: 2024-03-01 09:00 Europe/Berlin\nOrganizer: Ann Lee <ann@example.org>\nLocation: Room 12',
    );
    expect(await bodyIn(mail('text/calendar; method=REQUEST', event))).toContain('Event: Budget, again');
  });

  it('is read with broken headers, none, or in UTF-16', async () => {
    const outcomes: [string | Uint8Array, string][] = [
      ['Subject: only\n\nText.', 'Text.'],
      ['From nobody Wed Jul 16 06:24:10 2008\nSubject: x\n\nText.', 'Text.'],
      ['From: a@b\nthis is no header\nSubject: x\n\nText.', 'Text.'],
      [Buffer.from(`\ufeff${head}\r\nText.`, 'utf16le'), 'Text.'],
      [mail('multipart/mixed; boundary=never', 'No part ever begins.'), 'No part ever begins.'],
      [
        mail(
          'multipart/mixed; boundary=b',
          '--b\nContent-Type: text/plain; charset = "UTF-8"Content-Transfer-Encoding: 8bit\n\nText.',
        ),
        'Text.',
      ],
    ];
    for (const [bytes, text] of outcomes) expect(await bodyIn(Buffer.from(bytes as string))).toBe(text);
  });
});

describe('a mailbox', () => {
  it('gives its mails by number and subject', async () => {
    const mbox = [
      'From ann@example.org Wed Jul 16 06:24:10 2008\nSubject: First\nFrom: ann@example.org\n\nOne.\n>From here it goes on.\n>>From there.\n\nFrom the window I see no mail.\n\n',
      'From - Thu Jan  1 00:00:00 1970\r\nX-Mozilla-Status: 0001\r\nSubject: =?utf-8?q?Zw=C3=B6lf/drei?=\r\n\r\nTwo.\r\n\r\n',
      'From MAILER-DAEMON Fri Jul  8 12:08:34 2011\nFrom: c@example.org\n\nThree.\n',
    ].join('');
    const found = await extractBytes('Inbox', mbox);
    expect(found.mediaType).toBe('application/mbox');
    expect(found.members.map(({ within }) => within[0])).toEqual([
      { kind: 'embedded', name: '1 First.eml' },
      { kind: 'embedded', name: '2 Zwölf-drei.eml' },
      { kind: 'embedded', name: '3.eml' },
    ]);
    expect(
      found.parts.flatMap(({ locator, text }) =>
        locator.kind === 'message' && locator.section === 'body' ? [text] : [],
      ),
    ).toEqual([
      'One.\nFrom here it goes on.\n>From there.\n\nFrom the window I see no mail.',
      'Two.',
      'Three.',
    ]);
  });

  it('may hold more mails than an archive files', async () => {
    const mails = Array.from(
      { length: 12_000 },
      (_, index) => `From a Wed Jul 16 06:24:10 2008\nSubject: ${index}\n\n`,
    );
    expect((await extractBytes('a.mbox', mails.join('\n'))).members).toHaveLength(12_000);
  }, 60_000);
});

describe('hostile mails', () => {
  it('cost little, and end with a code', async () => {
    const repeat = (text: string, count: number) => text.repeat(count);
    let nested = mail('text/plain', 'The innermost.').toString();
    for (let level = 0; level < 1_000; level++) nested = mail('message/rfc822', nested).toString();
    let deep = head;
    for (let level = 0; level < 3_000; level++)
      deep += `Content-Type: multipart/alternative; boundary=b${level}\n\n--b${level}\n`;
    const hostile: [string, string | Uint8Array, string][] = [
      ['nested.eml', nested, 'indexed'],
      ['deep.eml', `${deep}\n\ndeep text`, 'indexed'],
      [
        'same.eml',
        mail(
          'multipart/mixed; boundary=b',
          repeat('--b\nContent-Type: multipart/mixed; boundary=b\n\n', 3_000),
        ),
        'indexed',
      ],
      ['parts.eml', mail('multipart/mixed; boundary=b', repeat('--b\n\n', 1_000_000)), 'file_bomb'],
      ['headers.eml', repeat('X-Header: 1\n', 100_000) + repeat('To: a@b\n', 100_000) + head, 'indexed'],
      ['folded.eml', `Subject: a\n${repeat(' b\n', 1_000_000)}\nbody`, 'indexed'],
      ['lines.eml', mail('text/plain', `${repeat('\n', 5_000_000)}end`), 'indexed'],
      ['quotes.eml', mail('text/plain', repeat('>', 2_000_000)), 'indexed'],
      ['dashes.eml', mail('multipart/mixed; boundary=z', repeat('--y\n', 1_000_000)), 'indexed'],
      ['words.eml', `Subject: ${repeat('=?utf-8?q?=41?= ', 100_000)}\n\nbody`, 'indexed'],
      ['parameters.eml', mail(`text/plain${repeat('; a*0*=x', 200_000)}`, 'body'), 'indexed'],
      ['tags.eml', mail('text/html', `${repeat('<div>', 100_000)}text`), 'indexed'],
      [
        'soft.eml',
        mail('text/plain', repeat('= ', 1_000_000), 'Content-Transfer-Encoding: quoted-printable\r\n'),
        'indexed',
      ],
    ];
    for (const [name, bytes, code] of hostile) {
      const started = process.cpuUsage();
      const outcome = await extractBytes(name, bytes).then(
        () => 'indexed',
        (error: { code: string }) => error.code,
      );
      const { user, system } = process.cpuUsage(started);
      expect([name, outcome, (user + system) / 1_000_000 < 5]).toEqual([name, code, true]);
    }
  }, 120_000);
});
