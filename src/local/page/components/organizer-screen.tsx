import { useEffect, useState } from 'preact/hooks';
import { isSignedOut } from '../api.ts';
import { readState, type State } from '../organizer.ts';
import type { RatingPage } from '../page.ts';
import { count, showNumber } from '../text.ts';
import { DoorCard } from './door-card.tsx';
import { PeopleCard } from './people-card.tsx';

const refreshMs = 10_000;

/** Who is in, how far they are, and the door. */
export function OrganizerScreen({ page }: { page: RatingPage }) {
  const workspaces = [...page.workspaces];
  const [chosen, setChosen] = useState(workspaces[0]?.[0] ?? '');
  const [state, setState] = useState<State>();
  /** Increases when something has changed. */
  const [version, setVersion] = useState(0);
  /** Why the last action failed. */
  const [problem, setProblem] = useState('');
  const mayOrganize = page.user !== undefined && page.user.role !== 'annotator';

  useEffect(() => {
    if (!mayOrganize || chosen === '') return;
    let isCurrent = true;
    const look = async (): Promise<void> => {
      if (document.hidden) return;
      try {
        const found = await readState(chosen, page.datasets);
        if (!isCurrent) return;
        setState(found);
        page.say('');
      } catch (error) {
        if (!isCurrent) return;
        if (isSignedOut(error)) void page.start();
        else page.say(error instanceof Error ? error.message : String(error));
      }
    };
    void look();
    const timer = setInterval(() => void look(), refreshMs);
    return () => {
      isCurrent = false;
      clearInterval(timer);
    };
  }, [chosen, version]);

  /** Does something, and then shows how things are. */
  const act = async (work: () => Promise<unknown>): Promise<void> => {
    setProblem('');
    try {
      await work();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setVersion((last) => last + 1);
    }
  };

  if (!mayOrganize || workspaces.length === 0) {
    return (
      <section class="card narrow" id="screen-organizer" aria-labelledby="organizer-title">
        <h1 id="organizer-title">{mayOrganize ? 'There is nothing to rate yet' : 'This page is for the organizer'}</h1>
        <p class="muted">
          {mayOrganize ? (
            'Run prank deploy and prank push, then reload this page.'
          ) : (
            <>
              You are signed in as a rater. <a href="/">Rate prompts</a>
            </>
          )}
        </p>
      </section>
    );
  }
  return (
    <div class="organizer" id="screen-organizer">
      <div class="organizer-title">
        <h1 dir="auto">{page.workspaces.get(chosen)}</h1>
        {workspaces.length > 1 && (
          <>
            <label for="workspace" class="unseen">
              Workspace
            </label>
            <select id="workspace" value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
              {workspaces.map(([id, name]) => (
                <option value={id} key={id}>
                  {name}
                </option>
              ))}
            </select>
          </>
        )}
        {state !== undefined && (
          <p class="muted" id="organizer-progress">
            {`${showNumber(state.done)} of ${count(state.total, 'prompt')} done`}
          </p>
        )}
      </div>
      <p class="problem" id="organizer-problem" role="alert">
        {problem}
      </p>
      {state === undefined ? (
        <p class="card muted">Loading…</p>
      ) : (
        <>
          <DoorCard workspaceId={chosen} door={state.door} act={act} key={`door-${chosen}`} />
          <PeopleCard
            workspaceId={chosen}
            people={state.people}
            isOwner={page.user?.role === 'owner'}
            act={act}
            key={`people-${chosen}`}
          />
        </>
      )}
    </div>
  );
}
