import { useEffect, useRef } from 'preact/hooks';
import type { Rating } from '../rating.ts';
import { count } from '../text.ts';

/** Thanks at the end, or why there is nothing to rate. */
export function DoneCard({ rating }: { rating: Rating }) {
  const { submitted, discarded } = rating.counts;
  const hasRated = submitted + discarded > 0;
  const title = useRef<HTMLHeadingElement>(null);
  // The buttons that had the focus are gone.
  useEffect(() => title.current?.focus(), []);
  const skipped = discarded === 0 ? '' : ` and skipped ${count(discarded, 'prompt')}`;
  return (
    <div class="card narrow done" id="done">
      <h1 id="done-title" tabIndex={-1} ref={title}>
        {hasRated ? 'All done. Thank you!' : 'Nothing to rate'}
      </h1>
      <p class="muted" id="done-text" role="status">
        {rating.isWaitingForOthers
          ? 'Other people are rating the last prompts. If one is left over, it comes here. '
          : ''}
        {hasRated
          ? `You rated ${count(submitted, 'prompt')}${skipped}. New prompts may come later.`
          : 'There is no prompt for you right now.'}
      </p>
      <p class="choices-row">
        <button class="primary" id="look-again" type="button" onClick={() => void rating.lookAgain()}>
          Look for more
        </button>
        <button class="quiet" id="review" type="button" hidden={!hasRated} onClick={() => void rating.back()}>
          Change an answer
        </button>
        {rating.canUndo && (
          <button class="quiet" id="undo" type="button" aria-keyshortcuts="Z" onClick={() => rating.undo()}>
            Undo <kbd>Z</kbd>
          </button>
        )}
      </p>
    </div>
  );
}
