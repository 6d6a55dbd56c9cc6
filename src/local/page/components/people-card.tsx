import { useRef, useState } from 'preact/hooks';
import { letPersonIn, type Person, removePerson, renewPassword } from '../organizer.ts';
import { count, showNumber } from '../text.ts';
import { Confirm } from './confirm.tsx';

export interface PeopleCardProps {
  workspaceId: string;
  people: readonly Person[];
  /** Only owners may set passwords and let people in again. */
  isOwner: boolean;
  act: (work: () => Promise<unknown>) => Promise<void>;
}

/** Raters with their progress, and what can be done about them. */
export function PeopleCard({ people, ...rest }: PeopleCardProps) {
  const inside = people.filter(({ is_member: isMember }) => isMember);
  const active = inside.filter(({ is_active: isActive }) => isActive).length;
  return (
    <section class="card" id="people" aria-labelledby="people-title">
      <h2 id="people-title">{count(inside.length, 'rater')}</h2>
      <p class="muted" id="people-active">
        {people.length === 0
          ? 'Nobody is in yet.'
          : `${showNumber(active)} active in the last 5 minutes. If you remove somebody, their answers stay. To delete those, too, run prank forget with the name.`}
      </p>
      <ul class="people">
        {people.map((person) => (
          <PersonRow person={person} key={person.id} {...rest} />
        ))}
      </ul>
    </section>
  );
}

type Question = 'remove' | 'password';

function PersonRow({ person, workspaceId, isOwner, act }: Omit<PeopleCardProps, 'people'> & { person: Person }) {
  const [question, setQuestion] = useState<Question>();
  const row = useRef<HTMLLIElement>(null);
  const [password, setPassword] = useState('');
  const { username, is_member: isMember, is_active: isActive, submitted, discarded } = person;
  const ask = (next: Question | undefined): void => {
    setQuestion(next);
    // The button that had the focus goes.
    if (next === undefined) row.current?.focus();
  };
  const answer = (work: () => Promise<unknown>): void => {
    ask(undefined);
    void act(work);
  };
  return (
    <li data-person={username} tabIndex={-1} ref={row}>
      <p class="person">
        <b dir="auto">{username}</b>
        {!isMember && <span class="mark">removed</span>}
        {isMember && isActive && <span class="mark active">active</span>}
        <span class="muted numbers-of">
          {`${showNumber(submitted)} rated${discarded === 0 ? '' : `, ${showNumber(discarded)} skipped`}`}
        </span>
      </p>
      {question === undefined && (
        <p class="actions">
          {isOwner && isMember && (
            <button
              class="quiet"
              type="button"
              aria-label={`New password for ${username}`}
              onClick={() => ask('password')}
            >
              New password…
            </button>
          )}
          {isMember && (
            <button class="quiet" type="button" aria-label={`Remove ${username}`} onClick={() => ask('remove')}>
              Remove…
            </button>
          )}
          {isOwner && !isMember && (
            <button
              class="quiet"
              type="button"
              aria-label={`Let ${username} in again`}
              onClick={() => answer(() => letPersonIn(workspaceId, person))}
            >
              Let in again
            </button>
          )}
        </p>
      )}
      {question !== undefined && (
        <Confirm
          text={
            question === 'remove'
              ? 'This person can’t rate any more. The answers stay.'
              : 'The old password and all devices of this person stop working.'
          }
          action={question === 'remove' ? 'Remove' : 'Set a new password'}
          onYes={() =>
            question === 'remove'
              ? answer(() => removePerson(workspaceId, person))
              : answer(async () => setPassword(await renewPassword(person)))
          }
          onNo={() => ask(undefined)}
        />
      )}
      {password !== '' && (
        <p class="wide" role="status">
          New password, shown only this once: <code class="new-password">{password}</code>{' '}
          <button class="quiet" type="button" onClick={() => setPassword('')}>
            Done
          </button>
        </p>
      )}
    </li>
  );
}
