import { useLayoutEffect, useRef } from 'preact/hooks';
import { makeScrollable } from '../make-scrollable.ts';
import { Markdown } from './markdown.tsx';

/** The guidelines above the first prompt. After the first answer they are one key away. */
export function Guidelines({ text }: { text: string }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (place.current !== null) makeScrollable(place.current);
  });
  return (
    <section class="guidelines" id="guidelines" aria-labelledby="guidelines-title">
      <h2 class="unseen" id="guidelines-title">
        Guidelines
      </h2>
      <div id="guidelines-text" ref={place}>
        <Markdown text={text} />
      </div>
    </section>
  );
}
