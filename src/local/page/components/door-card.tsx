import type { Ref } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { closeDoor, type Door, linkOf, openDoor } from '../organizer.ts';
import { count, showNumber } from '../text.ts';
import { Confirm } from './confirm.tsx';
import { CopyButton } from './copy-button.tsx';
import { QrCode } from './qr-code.tsx';

export interface DoorCardProps {
  workspaceId: string;
  door: Door;
  act: (work: () => Promise<unknown>) => Promise<void>;
}

/** The link by which people join, and a way to open and close the door. */
export function DoorCard({ workspaceId, door, act }: DoorCardProps) {
  const [isAsking, setAsking] = useState(false);
  const title = useRef<HTMLHeadingElement>(null);
  const ask = (next: boolean): void => {
    setAsking(next);
    // The button that had the focus goes.
    if (!next) title.current?.focus();
  };
  if (!door.is_open) return <ClosedDoor workspaceId={workspaceId} act={act} title={title} />;
  const link = linkOf(door);
  const { joined, limit, until } = door;
  return (
    <section class="card door" id="door" aria-labelledby="door-title">
      <QrCode text={link} />
      <div>
        <h2 id="door-title" tabIndex={-1} ref={title}>
          The door is open
        </h2>
        <p>Whoever opens this link picks a name and can rate:</p>
        <p class="link-row">
          <code id="link">{link}</code> <CopyButton text={link} />
        </p>
        <p class="muted" id="door-facts">
          {limit === null
            ? `${count(joined, 'person', 'people')} joined`
            : `${showNumber(joined)} of ${showNumber(limit)} joined`}
          {until === null ? '' : `, open until ${new Date(until).toLocaleString()}`}
        </p>
        {isAsking ? (
          <Confirm
            text="This link will never work again. Who is in stays in."
            action="Close the door"
            id="close-door"
            onYes={() => {
              ask(false);
              void act(() => closeDoor(workspaceId));
            }}
            onNo={() => ask(false)}
          />
        ) : (
          <button class="secondary" id="ask-close-door" type="button" onClick={() => ask(true)}>
            Close the door…
          </button>
        )}
      </div>
    </section>
  );
}

const ends: readonly (readonly [minutes: string, label: string])[] = [
  ['', 'when I close it'],
  ['60', 'in 1 hour'],
  ['480', 'in 8 hours'],
  ['10080', 'in 7 days'],
];

/** null = the field is empty. */
function readNumber(text = ''): number | null {
  return text === '' ? null : Number(text);
}

function ClosedDoor({ workspaceId, act, title }: Omit<DoorCardProps, 'door'> & { title: Ref<HTMLHeadingElement> }) {
  const limit = useRef<HTMLInputElement>(null);
  const minutes = useRef<HTMLSelectElement>(null);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const limits = { limit: readNumber(limit.current?.value), minutes: readNumber(minutes.current?.value) };
    void act(() => openDoor(workspaceId, limits));
  };
  return (
    <section class="card" id="door" aria-labelledby="door-title">
      <h2 id="door-title" tabIndex={-1} ref={title}>
        The door is closed
      </h2>
      <p class="muted">Nobody can join by a link. Open it to get one.</p>
      <form class="row" id="open-door-form" onSubmit={submit}>
        <div>
          <label for="door-limit">How many people</label>
          <input id="door-limit" type="number" min="1" max="999999" placeholder="any number" ref={limit} />
        </div>
        <div>
          <label for="door-minutes">Closes</label>
          <select id="door-minutes" ref={minutes}>
            {ends.map(([value, label]) => (
              <option value={value} key={value}>
                {label}
              </option>
            ))}
          </select>
        </div>
        <button class="primary" id="open-door" type="submit">
          Open the door
        </button>
      </form>
    </section>
  );
}
