import { forgetPointer } from '../pointer.ts';
import { keyOf } from '../question.ts';
import type { Rating, Step } from '../rating.ts';

/** The question, its values, and the ways to other prompts. */
export function Answers({ rating, step }: { rating: Rating; step: Step }) {
  const { question, pastText } = rating;
  if (question === undefined) return null;
  const { title, hint, values, labels } = question;
  const answer = (event: MouseEvent, value: number | null): void => {
    // The second click of a double click would answer the next prompt before anybody has read it.
    if (event.detail > 1) return;
    forgetPointer();
    rating.answer(value);
  };
  return (
    <div class="answer">
      <p class="past" id="past" hidden={pastText === ''}>
        {pastText}
      </p>
      <h1 class="question" id="question" dir="auto">
        {title}
      </h1>
      <p class="hint" id="hint" dir="auto" hidden={hint === ''}>
        {hint}
      </p>
      <div
        class={values.length > 5 ? 'values many' : 'values'}
        id="values"
        role="group"
        aria-labelledby="question"
        style={{ '--columns': values.length, '--half': Math.ceil(values.length / 2) }}
      >
        {values.map((value) => {
          const key = keyOf(value, values);
          return (
            <button
              type="button"
              key={value}
              data-value={value}
              aria-pressed={step.answer?.value === value}
              onClick={(event) => answer(event, value)}
              {...(key === '' ? {} : { 'aria-keyshortcuts': key })}
            >
              <b>{value}</b>
              {labels !== null && <small dir="auto">{labels.get(value)}</small>}
            </button>
          );
        })}
      </div>
      <div class="moves">
        <button
          class="quiet"
          id="back"
          type="button"
          aria-keyshortcuts="ArrowLeft"
          disabled={!rating.canGoBack}
          onClick={() => void rating.back()}
        >
          <kbd>←</kbd> Previous
        </button>
        <button
          class="quiet"
          id="undo"
          type="button"
          aria-keyshortcuts="Z"
          disabled={!rating.canUndo}
          onClick={() => rating.undo()}
        >
          Undo <kbd>Z</kbd>
        </button>
        <button
          class="quiet"
          id="skip"
          type="button"
          aria-keyshortcuts="S"
          aria-pressed={step.answer?.status === 'discarded'}
          onClick={(event) => answer(event, null)}
        >
          Skip <kbd>S</kbd>
        </button>
        <button
          class="quiet"
          id="forward"
          type="button"
          aria-keyshortcuts="ArrowRight"
          hidden={step.answer === undefined}
          onClick={() => void rating.forward()}
        >
          Next <kbd>→</kbd>
        </button>
      </div>
    </div>
  );
}
