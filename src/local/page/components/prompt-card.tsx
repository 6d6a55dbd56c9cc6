import { useLayoutEffect, useRef } from 'preact/hooks';
import { makeScrollable } from '../make-scrollable.ts';
import { splitCode } from '../split-code.ts';
import type { WireField, WireRecord } from '../wire.ts';
import { Markdown } from './markdown.tsx';

/** The prompt on the screen. It is as tall as its text, and scrolls if there is too little room. */
export function PromptCard({ record, fields }: { record: WireRecord; fields: readonly WireField[] }) {
  const card = useRef<HTMLElement>(null);
  const shown = fields.filter(({ name }) => record.fields[name] !== undefined && record.fields[name] !== null);

  useLayoutEffect(() => {
    const { current } = card;
    if (current === null) return;
    current.scrollTop = 0;
    const update = (): void => {
      // A card that scrolls can be reached with Tab. Any card can get the focus, so that the arrow keys scroll it.
      current.tabIndex = current.scrollHeight > current.clientHeight ? 0 : -1;
      for (const code of current.querySelectorAll<HTMLElement>('pre, .scroll')) makeScrollable(code);
    };
    update();
    if (document.activeElement === document.body) {
      current.dataset.placed = '';
      current.focus({ preventScroll: true });
    }
    const observer = new ResizeObserver(update);
    observer.observe(current);
    return () => observer.disconnect();
  }, [record.id]);

  return (
    <article
      class="card prompt"
      id="prompt"
      aria-label="Prompt"
      aria-live="polite"
      aria-atomic="true"
      ref={card}
      onBlur={forgetPlaced}
    >
      <div class="fields" key={record.id}>
        {shown.map((field) => (
          <section key={field.name}>
            {shown.length > 1 && <h2 dir="auto">{field.title}</h2>}
            <FieldValue field={field} value={record.fields[field.name]} />
          </section>
        ))}
      </div>
    </article>
  );
}

function forgetPlaced({ currentTarget }: FocusEvent & { currentTarget: HTMLElement }): void {
  delete currentTarget.dataset.placed;
}

function FieldValue({ field: { settings }, value }: { field: WireField; value: unknown }) {
  if (settings.type === 'chat' && isChat(value)) {
    return (
      <>
        {value.map(({ role, content }, index) => (
          <div class="message" key={index}>
            <p class="role" dir="auto">
              {role}
            </p>
            <Text text={content} isMarkdown={settings.use_markdown === true} />
          </div>
        ))}
      </>
    );
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return <Text text={text} isMarkdown={settings.type === 'text' && settings.use_markdown === true} />;
}

function Text({ text, isMarkdown }: { text: string; isMarkdown: boolean }) {
  if (isMarkdown) return <Markdown text={text} />;
  return (
    <>
      {splitCode(text).map(({ kind, text: part }, index) =>
        kind === 'code' ? (
          <pre class="foreign" dir="ltr" key={index}>
            {part}
          </pre>
        ) : (
          <div class="foreign" dir="auto" key={index}>
            {part}
          </div>
        ),
      )}
    </>
  );
}

function isChat(value: unknown): value is { role: string; content: string }[] {
  return (
    Array.isArray(value) && value.every((one) => typeof one?.role === 'string' && typeof one?.content === 'string')
  );
}
