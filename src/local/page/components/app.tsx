import { useEffect, useReducer, useState } from 'preact/hooks';
import { RatingPage } from '../page.ts';
import { watchPointer } from '../pointer.ts';
import { DatasetsScreen } from './datasets-screen.tsx';
import { Header } from './header.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { JoinScreen } from './join-screen.tsx';
import { OrganizerScreen } from './organizer-screen.tsx';
import { RatingScreen } from './rating-screen.tsx';
import { SignInScreen } from './sign-in-screen.tsx';
import { TeamScreen } from './team-screen.tsx';

/** The whole page. */
export function App() {
  const [, redraw] = useReducer((version: number) => version + 1, 0);
  const [page] = useState(() => new RatingPage(() => redraw(undefined)));
  const [isHelpOpen, setHelpOpen] = useState(false);
  useEffect(() => {
    watchPointer();
    void page.start();
  }, []);
  const [isTeamOpen, setTeamOpen] = useState(false);
  const { screen, dataset, rating } = page;
  useEffect(() => {
    document.title = dataset === undefined ? 'Rate prompts' : `${dataset.name} – rate prompts`;
    setHelpOpen(false);
    setTeamOpen(false);
  }, [dataset]);
  const toggleHelp = (): void => setHelpOpen((isOpen) => !isOpen);
  return (
    <>
      <Header page={page} onHelp={toggleHelp} onTeam={() => setTeamOpen((isOpen) => !isOpen)} />
      <p class="notice" id="notice" role="alert" hidden={page.notice === ''}>
        {page.notice}
      </p>
      <p class="unseen" id="live" role="status" aria-live="polite">
        {page.said}
      </p>
      <main>
        {screen === 'loading' && (
          <section class="card narrow" id="screen-loading">
            <p class="muted">Loading…</p>
          </section>
        )}
        {screen === 'join' && <JoinScreen onIn={() => void page.start()} />}
        {screen === 'organizer' && <OrganizerScreen page={page} />}
        {screen === 'sign-in' && <SignInScreen page={page} />}
        {screen === 'datasets' && <DatasetsScreen page={page} />}
        {screen === 'rating' && isTeamOpen && dataset !== undefined && (
          <TeamScreen dataset={dataset} onClose={() => setTeamOpen(false)} />
        )}
        {screen === 'rating' && !isTeamOpen && rating !== undefined && dataset !== undefined && (
          <RatingScreen
            rating={rating}
            guidelines={dataset.guidelines}
            isHelpOpen={isHelpOpen}
            onHelp={toggleHelp}
            key={dataset.id}
          />
        )}
      </main>
      {rating !== undefined && dataset !== undefined && (
        <HelpDialog
          rating={rating}
          guidelines={dataset.guidelines}
          isOpen={isHelpOpen}
          onClose={() => setHelpOpen(false)}
          onGoal={() => redraw(undefined)}
        />
      )}
    </>
  );
}
