import type { Rating } from '../rating.ts';
import { count, showNumber } from '../text.ts';

/** The rater's goal for today, and how far rater and team are. */
export function Progress({ rating }: { rating: Rating }) {
  const { goal, counts, left, team } = rating;
  // Nobody can rate more than there is.
  const aim = Math.max(1, Math.min(goal.goal, goal.count + left));
  const skipped = counts.discarded === 0 ? '' : `, ${showNumber(counts.discarded)} skipped`;
  return (
    <div class="progress">
      <progress id="progress" max={aim} value={Math.min(aim, goal.count)} aria-label="Your goal for today" />
      <p class="numbers">
        <span id="goal">
          {goal.count + left === 0
            ? ''
            : `${showNumber(goal.count)} of ${showNumber(aim)} today${goal.count >= aim ? '. Thank you!' : ''}`}
        </span>
        <span id="own-progress">
          {`You: ${showNumber(counts.submitted)} rated${skipped}, ${showNumber(left)} left`}
        </span>
        <span id="team-progress">
          {team === null ? '' : `Team: ${showNumber(team.completed)} of ${count(team.total, 'prompt')} done`}
        </span>
      </p>
    </div>
  );
}
