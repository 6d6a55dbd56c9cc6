// Markdown as elements. marked turns it into HTML, DOMPurify lets only harmless elements through.

import DOMPurify from 'dompurify';
import { Marked, type Tokens } from 'marked';

const webAddress = /^(?:https?:\/\/|mailto:)/iu;

const allowedTags =
  'h2 h3 h4 h5 h6 p br hr ul ol li blockquote pre code kbd strong em b i u s del sub sup a table thead tbody tr th td'.split(
    ' ',
  );

/** HTML that is more than its name in angle brackets is shown as text. */
const plainTag = /^<\/?(?:b|br|i|kbd|s|sub|sup|u) ?\/?>$/iu;

const marked = new Marked({
  gfm: true,
  renderer: {
    // The page has one h1, so headings of foreign text start below it.
    heading({ tokens, depth }: Tokens.Heading): string {
      const level = Math.min(6, depth + 1);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
    },
    // Nothing is loaded from elsewhere. The image becomes a link to it.
    image({ href, text }: Tokens.Image): string {
      return `<a href="${escapeHtml(href)}">${escapeHtml(text || href)}</a>`;
    },
    checkbox({ checked }: Tokens.Checkbox): string {
      return checked ? '☑ ' : '☐ ';
    },
    html({ text, block }: Tokens.HTML | Tokens.Tag): string {
      if (plainTag.test(text.trim())) return text;
      return block ? `<pre>${escapeHtml(text)}</pre>` : escapeHtml(text);
    },
  },
});

/**
 * Web and mail links become links, all others their text. Tables, lists and code become elements. Other HTML is shown as
 * it is written, so that a rater sees all of a prompt. Nothing is run or loaded.
 */
export function renderMarkdown(text: string): DocumentFragment {
  const fragment = DOMPurify.sanitize(marked.parse(text, { async: false }), {
    ALLOWED_TAGS: allowedTags,
    ALLOWED_ATTR: ['href', 'align', 'start'],
    ALLOW_ARIA_ATTR: false,
    ALLOW_DATA_ATTR: false,
    ALLOWED_URI_REGEXP: webAddress,
    RETURN_DOM_FRAGMENT: true,
  });
  for (const link of fragment.querySelectorAll('a')) finishLink(link);
  for (const table of fragment.querySelectorAll('table')) finishTable(table);
  for (const block of fragment.querySelectorAll('p, li, h2, h3, h4, h5, h6, td, th, blockquote')) {
    block.setAttribute('dir', 'auto');
  }
  for (const code of fragment.querySelectorAll('pre')) code.setAttribute('dir', 'ltr');
  return fragment;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function finishLink(link: HTMLAnchorElement): void {
  const address = link.getAttribute('href');
  if (address === null || !webAddress.test(address)) return link.replaceWith(...link.childNodes);
  link.title = address;
  link.target = '_blank';
  link.rel = 'noopener noreferrer nofollow';
}

/** Wide tables scroll on their own. Markdown can't write a table without a header, so people leave it empty. */
function finishTable(table: HTMLTableElement): void {
  const head = table.tHead;
  if (head !== null && head.textContent?.trim() === '') head.remove();
  const scroll = document.createElement('div');
  scroll.className = 'scroll';
  table.replaceWith(scroll);
  scroll.append(table);
}
