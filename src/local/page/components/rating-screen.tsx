import { useEffect } from 'preact/hooks';
import { listenToKeys } from '../keys.ts';
import type { Rating } from '../rating.ts';
import { Answers } from './answers.tsx';
import { DoneCard } from './done-card.tsx';
import { Guidelines } from './guidelines.tsx';
import { Progress } from './progress.tsx';
import { PromptCard } from './prompt-card.tsx';

export interface RatingScreenProps {
  rating: Rating;
  guidelines: string | null;
  isHelpOpen: boolean;
  onHelp: () => void;
}

/** One prompt, one question, and how far the rater is. */
export function RatingScreen({ rating, guidelines, isHelpOpen, onHelp }: RatingScreenProps) {
  useEffect(() => listenToKeys({ rating, isHelpOpen, onHelp }), [rating, isHelpOpen, onHelp]);
  const { stage, step } = rating;
  return (
    <section id="screen-rating" aria-label="Rating">
      <Progress rating={rating} />
      {guidelines !== null && !rating.hasAnswered && stage === 'prompt' && <Guidelines text={guidelines} />}
      {step !== undefined && (
        <div id="task">
          <PromptCard record={step.record} fields={rating.fields} />
          <Answers rating={rating} step={step} />
        </div>
      )}
      {stage === 'loading' && <p class="card muted waiting">The next prompt is on its way…</p>}
      {stage === 'done' && <DoneCard rating={rating} />}
      <p class="saved" id="saved">
        {rating.savedText}
      </p>
    </section>
  );
}
