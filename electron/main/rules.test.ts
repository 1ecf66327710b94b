import { describe, expect, it } from 'vitest';
import { mayHave, mayLoad, readExternal } from './rules.ts';

describe('what may be loaded', () => {
  it('is of our own scheme and host', () => {
    for (const address of ['app://adiuva/index.html', 'blob:app://adiuva/1-2', 'data:image/png;base64,AA=='])
      expect(mayLoad(address, true), address).toBe(true);
    for (const address of [
      'https://example.org/',
      'http://127.0.0.1:80/',
      'app://adiuva.example.org/',
      'app://adiuvaX/',
      'file:///etc/passwd',
      'ws://localhost/',
      'blob:https://example.org/1',
      'devtools://devtools/bundled/inspector.html',
    ])
      expect(mayLoad(address, true), address).toBe(false);
    expect(mayLoad('devtools://devtools/bundled/inspector.html', false)).toBe(true);
  });
});

it('grants writing to the clipboard, to our pages', () => {
  const page = { requestingUrl: 'app://adiuva/index.html', isMainFrame: true };
  expect(mayHave('clipboard-sanitized-write', page)).toBe(true);
  for (const other of [
    { requestingUrl: 'https://example.org/', isMainFrame: true },
    { requestingUrl: 'about:srcdoc', isMainFrame: false },
    { ...page, isMainFrame: false },
    { isMainFrame: true },
  ])
    expect(mayHave('clipboard-sanitized-write', other)).toBe(false);
  for (const permission of ['clipboard-read', 'media', 'notifications', 'openExternal', 'fileSystem', 'usb'])
    expect(mayHave(permission, page), permission).toBe(false);
});

it('grants hearing, to our pages, and no seeing', () => {
  const page = { requestingUrl: 'app://adiuva/index.html', isMainFrame: true };
  expect(mayHave('media', { ...page, mediaTypes: ['audio'] })).toBe(true);
  expect(mayHave('media', { ...page, mediaType: 'audio' })).toBe(true);
  for (const other of [
    { ...page, mediaTypes: ['video'] },
    { ...page, mediaTypes: ['audio', 'video'] },
    { ...page, mediaTypes: [] },
    { ...page, mediaType: 'unknown' },
    { ...page, mediaTypes: ['audio'], isMainFrame: false },
    { requestingUrl: 'https://example.org/', isMainFrame: true, mediaTypes: ['audio'] },
  ])
    expect(mayHave('media', other), JSON.stringify(other)).toBe(false);
  // The system's sound comes with a picture of the screen, and only where Electron gives that sound at all.
  expect(mayHave('display-capture', { ...page, mediaTypes: ['audio', 'video'] }, true)).toBe(true);
  expect(mayHave('display-capture', { ...page, mediaTypes: ['audio', 'video'] }, false)).toBe(false);
  expect(mayHave('display-capture', { requestingUrl: 'https://example.org/', isMainFrame: true }, true)).toBe(
    false,
  );
});

describe('what may be handed to another program', () => {
  it('is an address of the web, shown by the host that is looked up', () => {
    expect(readExternal('https://example.org/a?b#c')).toEqual({
      url: 'https://example.org/a?b#c',
      shown: 'example.org',
    });
    // A Cyrillic letter that looks like ours.
    expect(readExternal('https://аpple.com/')?.shown).toBe('xn--pple-43d.com');
    expect(readExternal('https://example.org:8443/')?.shown).toBe('example.org:8443');
  });

  it('is a mail to whom the person is shown, without files to attach', () => {
    expect(
      readExternal('mailto:a@example.org?subject=Hi%20there&attach=/etc/passwd&bcc=x@y.z&body=b'),
    ).toEqual({
      url: 'mailto:a@example.org?subject=Hi%20there',
      shown: 'a@example.org',
    });
    for (const address of [
      'mailto:',
      'mailto:?to=x@y.z',
      'mailto:a%0d%0ab@x.y',
      'mailto:%E2%80%AEa@b.c',
      'mailto:%',
    ])
      expect(readExternal(address), address).toBeNull();
  });

  it('is nothing else', () => {
    for (const address of [
      'http://example.org/',
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'smb://host/share',
      'ms-msdt:/id',
      'https://user@example.org/',
      'https://example.org@evil.test/',
      '//example.org',
      '\\\\host\\share',
      'adiuva://settings',
      '',
    ])
      expect(readExternal(address), address).toBeNull();
  });
});
