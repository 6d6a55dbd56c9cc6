import { useEffect, useRef } from 'preact/hooks';

export interface ConfirmProps {
  /** What follows, in a sentence. */
  text: string;
  /** The words on the button. */
  action: string;
  id?: string;
  onYes: () => void;
  onNo: () => void;
}

/** Asks before something is done. It takes the focus, so that a screen reader says what follows. */
export function Confirm({ text, action, id, onYes, onNo }: ConfirmProps) {
  const group = useRef<HTMLDivElement>(null);
  useEffect(() => group.current?.focus(), []);
  return (
    <div class="choices-row start wide confirm" role="group" aria-label={text} tabIndex={-1} ref={group}>
      <p>{text}</p>
      <button class="primary" id={id} type="button" onClick={onYes}>
        {action}
      </button>
      <button class="quiet" type="button" onClick={onNo}>
        Cancel
      </button>
    </div>
  );
}
