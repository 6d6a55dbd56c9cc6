import { useEffect, useRef } from 'preact/hooks';
import { highestGoal } from '../goal.ts';
import { keyOf } from '../question.ts';
import type { Rating } from '../rating.ts';
import { Markdown } from './markdown.tsx';

export interface HelpDialogProps {
  rating: Rating;
  guidelines: string | null;
  isOpen: boolean;
  onClose: () => void;
  onGoal: () => void;
}

/** Guidelines, keys and the goal, over the page. */
export function HelpDialog({ rating, guidelines, isOpen, onClose, onGoal }: HelpDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const { current } = dialog;
    if (isOpen && current?.open === false) {
      current.showModal();
      current.scrollTop = 0;
    } else if (!isOpen) {
      current?.close();
    }
  }, [isOpen]);
  const closeOutside = (event: MouseEvent): void => {
    if (event.target === dialog.current) onClose();
  };
  return (
    <dialog
      class="help"
      id="help-dialog"
      aria-labelledby="help-title"
      ref={dialog}
      onClose={onClose}
      onClick={closeOutside}
    >
      <div class="help-body">
        <header>
          <h1 id="help-title">{guidelines === null ? 'Help' : 'Guidelines'}</h1>
          <button class="quiet" id="close-help" type="button" onClick={onClose}>
            Close <kbd>Esc</kbd>
          </button>
        </header>
        {isOpen && guidelines !== null && <Markdown text={guidelines} />}
        <h2>Your goal</h2>
        <p>
          <label for="goal-input">Prompts per day</label>
          <input
            id="goal-input"
            type="number"
            inputMode="numeric"
            min={1}
            max={highestGoal}
            value={rating.goal.goal}
            onChange={({ currentTarget }) => {
              rating.goal.setGoal(currentTarget.valueAsNumber);
              currentTarget.value = String(rating.goal.goal);
              onGoal();
            }}
          />
        </p>
        <h2>Keys</h2>
        <dl class="keys">
          {listKeys(rating).map(([key, meaning]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </div>
    </dialog>
  );
}

function listKeys({ question }: Rating): [string, string][] {
  const values = question?.values ?? [];
  const keys = values.map((value): [string, string] => [
    keyOf(value, values),
    question?.labels?.get(value) ?? `Rate ${value}`,
  ]);
  return [
    ...keys.filter(([key]) => key !== ''),
    ['S', 'Skip: no rating for this prompt'],
    ['Z', 'Undo your last answer'],
    ['←', 'Previous prompt'],
    ['→', 'Next prompt'],
    ['?', 'Show or hide this'],
  ];
}
