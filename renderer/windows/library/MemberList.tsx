import type { MemberOutcome, OutputOf } from '@adiuva/contracts';
import type { EngineContract } from '@adiuva/contracts/rpc';
import { Badge, Button, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { typeWords } from '../../components/documentTypeOptions.ts';
import type { ViewerTarget } from '../../frame/useApp.ts';
import classes from './library.module.css';
import { outcomes } from './outcomes.ts';

const shownAtFirst = 25;
const shownMore = 200;

interface MemberListProps {
  document: OutputOf<EngineContract['library.show']>;
  name: string;
  onOpen(target: ViewerTarget): void;
}

/** The files inside a document and what became of each, in words. */
export function MemberList({ document, name, onOpen }: MemberListProps) {
  const [shown, setShown] = useState(shownAtFirst);
  const memberList = useMemo(() => byPlace(document.memberList), [document.memberList]);
  const failed = memberList.filter(({ status }) => status !== 'indexed').length;
  return (
    <section aria-label={`Files inside ${name}`}>
      <Text size="sm" fw={500}>
        {memberList.length} {memberList.length === 1 ? 'file' : 'files'} inside
        {failed > 0 && `, ${failed} not read`}
      </Text>
      <ul className={classes.members}>
        {memberList.slice(0, shown).map((member) => (
          <MemberRow
            key={JSON.stringify(member.within)}
            member={member}
            onOpen={() => onOpen({ documentId: document.id, name, locator: null, within: member.within })}
          />
        ))}
      </ul>
      {memberList.length > shown && (
        <Button size="compact-sm" variant="subtle" onClick={() => setShown((before) => before + shownMore)}>
          Show more ({memberList.length - shown})
        </Button>
      )}
    </section>
  );
}

function MemberRow({ member, onOpen }: { member: MemberOutcome; onOpen(): void }) {
  const { within, mediaType, status, error } = member;
  const path = within.map((step) => step.name).join(' › ');
  const outcome = outcomes[status];
  return (
    <li className={classes.member}>
      <div>
        {status === 'indexed' ? (
          <button type="button" className={classes.name} title={path} onClick={onOpen}>
            {path}
          </button>
        ) : (
          <span className={classes.name} title={path}>
            {path}
          </span>
        )}
        {error && (
          <Text size="xs" c={status === 'failed' ? 'red' : 'dimmed'}>
            {error.message}
          </Text>
        )}
      </div>
      <Text size="xs" c="dimmed" truncate>
        {typeWords(mediaType)}
      </Text>
      <Badge variant="light" size="sm" color={outcome.color}>
        {outcome.words}
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
