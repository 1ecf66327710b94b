import type { MemberOutcome } from '@adiuva/contracts';
import { Badge, Button, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTypeWords } from '../../components/useTypeWords.ts';
import { useApp } from '../../frame/useApp.ts';
import { useErrorWords } from '../../messages/index.ts';
import type { ShownDocument } from './shownDocument.ts';
import classes from './viewer.module.css';

const shownAtFirst = 25;
const shownMore = 200;
const colors = { indexed: 'teal', skipped: 'gray', failed: 'red' } as const;

/** The files inside a document and what became of each, in words. */
export function MemberList({ document, name }: { document: ShownDocument; name: string }) {
  const { t } = useTranslation('viewer');
  const { openDocument } = useApp();
  const [shown, setShown] = useState(shownAtFirst);
  const memberList = useMemo(() => byPlace(document.memberList), [document.memberList]);
  const unread = memberList.filter(({ status }) => status !== 'indexed').length;
  return (
    <section aria-labelledby="members">
      <Text size="sm" fw={600} id="members">
        {t('members.title', { count: memberList.length })}
        {unread > 0 && ` · ${t('members.unread', { count: unread })}`}
      </Text>
      <ul className={classes.members}>
        {memberList.slice(0, shown).map((member) => (
          <MemberRow
            key={JSON.stringify(member.within)}
            member={member}
            onOpen={() =>
              openDocument({ documentId: document.id, name, locator: null, within: member.within })
            }
          />
        ))}
      </ul>
      {memberList.length > shown && (
        <Button size="compact-sm" variant="subtle" onClick={() => setShown((before) => before + shownMore)}>
          {t('members.more', { count: memberList.length - shown })}
        </Button>
      )}
    </section>
  );
}

function MemberRow({ member, onOpen }: { member: MemberOutcome; onOpen(): void }) {
  const { t } = useTranslation(['viewer', 'library']);
  const words = useErrorWords();
  const types = useTypeWords();
  const { within, mediaType, status, error, parts } = member;
  const path = within.map((step) => step.name).join(' › ');
  return (
    <li className={classes.member}>
      <div>
        {status === 'indexed' && parts > 0 ? (
          <button type="button" className={classes.memberName} title={path} onClick={onOpen}>
            <bdi>{path}</bdi>
          </button>
        ) : (
          <span className={classes.memberName} title={path}>
            <bdi>{path}</bdi>
          </span>
        )}
        {error && (
          <Text size="xs" c={status === 'failed' ? 'red' : 'dimmed'}>
            {words(error)}
          </Text>
        )}
      </div>
      <Text size="xs" c="dimmed" truncate>
        {types.of(mediaType)}
      </Text>
      <Badge variant="light" size="sm" color={colors[status]} tt="none">
        {t(`library:status.${status}`)}
      </Badge>
    </li>
  );
}

const collator = new Intl.Collator(undefined, { numeric: true });

/** A container before what is in it, numbers by what they count. */
function byPlace(members: readonly MemberOutcome[]): MemberOutcome[] {
  return members
    .map((member) => ({ member, place: member.within.map((step) => step.name).join('\0') }))
    .sort((a, b) => collator.compare(a.place, b.place))
    .map(({ member }) => member);
}
