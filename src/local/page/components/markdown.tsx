import { useLayoutEffect, useRef } from 'preact/hooks';
import { makeScrollable } from '../make-scrollable.ts';
import { renderMarkdown } from '../markdown.ts';

/** Foreign Markdown. */
export function Markdown({ text }: { text: string }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    place.current?.replaceChildren(renderMarkdown(text));
    for (const part of place.current?.querySelectorAll<HTMLElement>('pre, .scroll') ?? []) makeScrollable(part);
  }, [text]);
  return <div class="text" ref={place} />;
}
