import { expect, it } from 'vitest';
import { createAnnouncedText } from './announcedText.ts';

it('reads out whole sentences, each once, without marks', () => {
  const announced = createAnnouncedText();
  expect(announced.next('The plan', false)).toBe('');
  expect(announced.next('The **plan** holds [1]. It is', false)).toBe('The plan holds.');
  expect(announced.next('The **plan** holds [1]. It is', false)).toBe('');
  expect(announced.next('The **plan** holds [1]. It is [new](https://a.example). More', false)).toBe(
    'It is new.',
  );
  expect(announced.next('The **plan** holds [1]. It is [new](https://a.example). More', true)).toBe('More');
  expect(announced.next('The **plan** holds [1]. It is [new](https://a.example). More', true)).toBe('');
});
