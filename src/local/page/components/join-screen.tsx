import { useEffect, useRef, useState } from 'preact/hooks';
import { Refused } from '../api.ts';
import { endJoining, join, type Joining, readInvitation, readJoining } from '../join.ts';
import { CopyButton } from './copy-button.tsx';

const retryMs = 3000;

/** A person who came by a link picks a name, and sees once how to come back from elsewhere. */
export function JoinScreen({ onIn }: { onIn: () => void }) {
  const [joined, setJoined] = useState<Joining | null>(() => {
    const kept = readJoining();
    return kept?.isIn === true ? kept : null;
  });
  if (joined === null) return <NameForm onJoined={setJoined} />;
  return (
    <Welcome
      joined={joined}
      onStart={() => {
        endJoining();
        onIn();
      }}
    />
  );
}

function NameForm({ onJoined }: { onJoined: (joined: Joining) => void }) {
  const [workspace, setWorkspace] = useState('');
  /** Why nobody can join by this link. */
  const [refusal, setRefusal] = useState('');
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);
  const name = useRef<HTMLInputElement>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    /** Whoever took the last place may have it, although the answer was lost. Resolves to whether they have. */
    const resume = async (): Promise<boolean> => {
      const kept = readJoining();
      const joined = kept === null ? null : await join(kept.name).catch(() => null);
      if (joined !== null) onJoined(joined);
      return joined !== null;
    };
    const look = async (): Promise<void> => {
      try {
        setWorkspace(await readInvitation());
        setProblem('');
      } catch (error) {
        if (error instanceof Refused) return (await resume()) ? undefined : setRefusal(error.message);
        setProblem('The server can’t be reached. Trying again…');
        timer = setTimeout(() => void look(), retryMs);
      }
    };
    void look();
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (workspace !== '') name.current?.focus();
  }, [workspace]);

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem('');
    try {
      onJoined(await join(name.current?.value ?? ''));
    } catch (error) {
      setBusy(false);
      if (error instanceof Refused && error.status === 410) setRefusal(error.message);
      else if (error instanceof Refused) setProblem(error.message);
      else setProblem('The server can’t be reached. Try again: you won’t get a second account.');
      name.current?.focus();
    }
  };

  if (refusal !== '') {
    return (
      <section class="card narrow" id="screen-join" aria-labelledby="join-title">
        <h1 id="join-title">You can’t join by this link</h1>
        <p id="join-refusal" role="status">
          {refusal}
        </p>
        <p class="muted">
          If you have an account, <a href="/">sign in</a>.
        </p>
      </section>
    );
  }
  return (
    <section class="card narrow" id="screen-join" aria-labelledby="join-title">
      <h1 id="join-title">Rate prompts with others</h1>
      <p class="muted" id="join-workspace" dir="auto">
        {workspace === '' ? 'Opening the invitation…' : `You are invited to ${workspace}.`}
      </p>
      <form id="join" hidden={workspace === ''} onSubmit={(event) => void submit(event)}>
        <div>
          <label for="join-name">Your name</label>
          <input
            id="join-name"
            name="nickname"
            autocomplete="nickname"
            maxLength={60}
            defaultValue={readJoining()?.name ?? ''}
            spellcheck={false}
            aria-describedby="join-hint join-problem"
            aria-invalid={problem !== ''}
            ref={name}
          />
          <p class="hint" id="join-hint">
            The organizer and other raters may see it. A nickname is fine.
          </p>
        </div>
        <button class="primary" type="submit" disabled={isBusy}>
          Join
        </button>
      </form>
      <p class="problem" id="join-problem" role="alert">
        {problem}
      </p>
      <p class="muted">
        Joined before? <a href="/">Sign in</a>
      </p>
    </section>
  );
}

function Welcome({ joined, onStart }: { joined: Joining; onStart: () => void }) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <section class="card narrow" id="screen-welcome" aria-labelledby="welcome-title">
      <h1 id="welcome-title" tabIndex={-1} ref={title}>
        You are in
      </h1>
      <p>
        On this device you need nothing else. To come back from another one, sign in with this.{' '}
        <b>It is shown only once</b>, so write it down or take a picture.
      </p>
      <dl class="facts">
        <div>
          <dt>Name</dt>
          <dd id="welcome-name" dir="auto">
            {joined.name}
          </dd>
        </div>
        <div>
          <dt>Password</dt>
          <dd>
            <code id="welcome-password">{joined.password}</code>
          </dd>
        </div>
      </dl>
      <p class="choices-row">
        <button class="primary" id="start" type="button" onClick={onStart}>
          Start rating
        </button>
        <CopyButton text={`${location.origin}\n${joined.name}\n${joined.password}`} />
      </p>
    </section>
  );
}
