import type { RatingPage } from '../page.ts';
import { isOrganizing } from '../place.ts';

/** The top line: what is rated, by whom, and the ways out. */
export function Header({ page, onHelp, onTeam }: { page: RatingPage; onHelp: () => void; onTeam: () => void }) {
  const { user, dataset, datasets } = page;
  return (
    <header class="top">
      <p class="title" id="title" dir="auto">
        {dataset?.name ?? (isOrganizing() ? 'Who rates' : 'Rate prompts')}
      </p>
      <nav class="account" id="account" aria-label="Page" hidden={user === undefined}>
        {dataset !== undefined && (
          <button class="quiet" id="help" type="button" aria-haspopup="dialog" aria-keyshortcuts="?" onClick={onHelp}>
            {dataset.guidelines === null ? 'Help' : 'Guidelines'} <kbd>?</kbd>
          </button>
        )}
        {dataset !== undefined && (
          <button class="quiet" id="team" type="button" onClick={onTeam}>
            Team
          </button>
        )}
        <button
          class="quiet"
          id="other-datasets"
          type="button"
          hidden={dataset === undefined || datasets.length < 2}
          onClick={() => page.showDatasets()}
        >
          Datasets
        </button>
        {user !== undefined && isOrganizing() && (
          <a class="quiet" href="/">
            Rating page
          </a>
        )}
        {user !== undefined && user.role !== 'annotator' && !isOrganizing() && (
          <a class="quiet" id="to-organizer" href="/organizer">
            People
          </a>
        )}
        <span class="who" id="who">
          {user?.username ?? ''}
        </span>
        <button class="quiet" id="sign-out" type="button" onClick={() => page.signOut()}>
          Sign out
        </button>
      </nav>
    </header>
  );
}
