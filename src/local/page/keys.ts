import { forgetPointer } from './pointer.ts';
import { valueOfKey } from './question.ts';
import type { Rating } from './rating.ts';

export interface KeyTargets {
  rating: Rating;
  isHelpOpen: boolean;
  onHelp: () => void;
}

/** Rates by key. Returns what stops it. */
export function listenToKeys({ rating, isHelpOpen, onHelp }: KeyTargets): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
    if (event.target instanceof HTMLInputElement || scrollsSideways(event)) return;
    const action = event.key === '?' ? onHelp : isHelpOpen ? undefined : findAction(rating, event.key);
    if (action === undefined) return;
    event.preventDefault();
    forgetPointer();
    action();
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}

/** Arrow keys scroll wide code that has the focus. */
function scrollsSideways({ key, target }: KeyboardEvent): boolean {
  const isArrow = key === 'ArrowLeft' || key === 'ArrowRight';
  return isArrow && target instanceof HTMLElement && target.scrollWidth > target.clientWidth;
}

function findAction(rating: Rating, key: string): (() => void) | undefined {
  switch (key) {
    case 'ArrowLeft':
      return () => void rating.back();
    case 'ArrowRight':
      return rating.step?.answer === undefined ? undefined : () => void rating.forward();
    case 'z':
    case 'Z':
      return () => rating.undo();
    case 's':
    case 'S':
    case 'Backspace':
      return () => rating.answer(null);
    default: {
      const value = valueOfKey(key, rating.question?.values ?? []);
      return value === undefined ? undefined : () => rating.answer(value);
    }
  }
}
