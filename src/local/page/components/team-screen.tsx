import { useEffect, useRef, useState } from 'preact/hooks';
import {
  changeNickname,
  type LeaderboardItem,
  readOwnAnswers,
  readTeam,
  removeNickname,
  renderOwnAnswers,
  saveFile,
  type Team,
} from '../team.ts';
import { count, showNumber } from '../text.ts';
import type { WireDataset } from '../wire.ts';

export interface TeamScreenProps {
  dataset: WireDataset;
  onClose: () => void;
}

/** Who rated most, the rater's own nickname, and the rater's answers as a file. */
export function TeamScreen({ dataset, onClose }: TeamScreenProps) {
  const [team, setTeam] = useState<Team>();
  const [message, setMessage] = useState('');
  const title = useRef<HTMLHeadingElement>(null);
  const attempt = async (work: () => Promise<string>): Promise<void> => {
    try {
      setMessage(await work());
    } catch (error) {
      setMessage(error instanceof Error ? error.message : String(error));
    }
  };
  const change = (work: () => Promise<void>, said: string): Promise<void> =>
    attempt(async () => {
      await work();
      setTeam(await readTeam(dataset.id));
      return said;
    });
  const save = (format: 'csv' | 'json'): Promise<void> =>
    attempt(async () => {
      const answers = await readOwnAnswers(dataset.id);
      const type = format === 'csv' ? 'text/csv' : 'application/json';
      saveFile(`my-answers.${format}`, type, renderOwnAnswers(answers, format));
      return `${count(answers.length, 'answer')} saved as my-answers.${format}.`;
    });
  useEffect(() => {
    title.current?.focus();
    void change(() => Promise.resolve(), '');
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') onClose();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <section class="card team" id="screen-team" aria-labelledby="team-title">
      <header>
        <h1 id="team-title" tabIndex={-1} ref={title}>
          Leaderboard
        </h1>
        <button class="quiet" id="close-team" type="button" onClick={onClose}>
          Back <kbd>Esc</kbd>
        </button>
      </header>
      <p class="muted" id="team-message" role="status">
        {message}
      </p>
      {team !== undefined && (
        <>
          <Ranking team={team} onRemove={(id) => change(() => removeNickname(id), 'The nickname is removed.')} />
          <NicknameForm
            nickname={team.nickname}
            onSave={(name) => change(() => changeNickname(name), 'You appear under this nickname now.')}
            onLeave={() => change(() => changeNickname(null), 'You no longer appear by name.')}
          />
          <h2>Your answers</h2>
          <p class="muted">All that you rated or skipped here, with the prompts.</p>
          <p class="choices-row">
            <button class="secondary" id="save-csv" type="button" onClick={() => void save('csv')}>
              Save as CSV
            </button>
            <button class="secondary" id="save-json" type="button" onClick={() => void save('json')}>
              Save as JSON
            </button>
          </p>
        </>
      )}
    </section>
  );
}

function Ranking({ team, onRemove }: { team: Team; onRemove: (userId: string) => Promise<void> }) {
  const { items, unnamed } = team;
  return (
    <>
      {items.length > 0 && (
        <table id="leaderboard">
          <thead>
            <tr>
              <th scope="col">Place</th>
              <th scope="col">Nickname</th>
              <th scope="col">Rated</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <RankingRow item={item} onRemove={onRemove} key={item.nickname} />
            ))}
          </tbody>
        </table>
      )}
      <p class="muted" id="unnamed">
        {describeUnnamed(items.length, unnamed)}
      </p>
    </>
  );
}

function RankingRow({ item, onRemove }: { item: LeaderboardItem; onRemove: (userId: string) => Promise<void> }) {
  const { place, nickname, answers, user } = item;
  return (
    <tr class={item.is_me ? 'me' : ''}>
      <td>{place}</td>
      <th scope="row">
        <bdi>{nickname}</bdi>
        {item.is_me && ' (you)'}
        {user !== null && (
          <span class="organizer">
            <bdi>{user.username}</bdi>
            <button
              class="link"
              type="button"
              aria-label={`Remove the nickname ${nickname}`}
              onClick={() => void onRemove(user.id)}
            >
              Remove
            </button>
          </span>
        )}
      </th>
      <td>{showNumber(answers)}</td>
    </tr>
  );
}

function describeUnnamed(named: number, { raters, answers }: Team['unnamed']): string {
  if (raters === 0) return named === 0 ? 'Nobody has rated yet.' : '';
  const who = named === 0 ? count(raters, 'rater') : `${count(raters, 'more rater')} without a nickname`;
  return `${who} gave ${count(answers, 'answer')}.`;
}

interface NicknameFormProps {
  nickname: string | null;
  onSave: (nickname: string) => Promise<void>;
  onLeave: () => Promise<void>;
}

function NicknameForm({ nickname, onSave, onLeave }: NicknameFormProps) {
  const input = useRef<HTMLInputElement>(null);
  // What was typed stays if the server refuses it.
  const [typed, setTyped] = useState(nickname ?? '');
  useEffect(() => setTyped(nickname ?? ''), [nickname]);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void onSave(typed);
  };
  const leave = (): void => {
    // The button goes away, and the focus with it.
    input.current?.focus();
    void onLeave();
  };
  return (
    <form id="nickname-form" onSubmit={submit}>
      <h2>Your nickname</h2>
      <p class="muted" id="nickname-hint">
        {nickname === null
          ? 'You appear here only if you choose a nickname. Everybody who rates can see it.'
          : 'Everybody who rates can see it. You can leave the leaderboard at any time.'}
      </p>
      <label for="nickname">Nickname</label>
      <input
        id="nickname"
        type="text"
        autocomplete="off"
        spellcheck={false}
        dir="auto"
        maxLength={60}
        aria-describedby="nickname-hint"
        value={typed}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        ref={input}
      />
      <p class="choices-row">
        <button class="primary" id="save-nickname" type="submit">
          {nickname === null ? 'Join' : 'Change'}
        </button>
        <button class="quiet" id="leave" type="button" hidden={nickname === null} onClick={leave}>
          Leave the leaderboard
        </button>
      </p>
    </form>
  );
}
