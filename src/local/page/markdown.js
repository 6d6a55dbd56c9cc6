// A little Markdown for guidelines. Everything is built from elements and text nodes, so no text becomes markup.

import { make } from './dom.js';

/** Renders headings, paragraphs, lists, quotes, code, bold, italic and web links as a fragment. */
export function renderMarkdown(text) {
  const fragment = document.createDocumentFragment();
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  while (lines.length > 0) fragment.append(...readBlock(lines));
  return fragment;
}

const patterns = {
  fence: /^\s*```/,
  heading: /^(#{1,6})\s+(.*)$/,
  bullet: /^\s*[-*+]\s+(.*)$/,
  number: /^\s*\d{1,9}[.)]\s+(.*)$/,
  quote: /^\s*>\s?(.*)$/,
};

function readBlock(lines) {
  const line = lines[0];
  if (line.trim() === '') {
    lines.shift();
    return [];
  }
  if (patterns.fence.test(line)) return [readFence(lines)];
  const heading = patterns.heading.exec(line);
  if (heading !== null) {
    lines.shift();
    return [withInline(make(`h${Math.min(4, heading[1].length + 1)}`), heading[2])];
  }
  if (patterns.bullet.test(line)) return [readList(lines, 'ul', patterns.bullet)];
  if (patterns.number.test(line)) return [readList(lines, 'ol', patterns.number)];
  if (patterns.quote.test(line)) {
    const inner = takeWhile(lines, (one) => patterns.quote.test(one)).map((one) => patterns.quote.exec(one)[1]);
    return [withInline(make('blockquote'), inner.join('\n'))];
  }
  const startsBlock = (one) => one.trim() === '' || Object.values(patterns).some((pattern) => pattern.test(one));
  return [withInline(make('p'), [lines.shift(), ...takeWhile(lines, (one) => !startsBlock(one))].join('\n'))];
}

function takeWhile(lines, fits) {
  const taken = [];
  while (lines.length > 0 && fits(lines[0])) taken.push(lines.shift());
  return taken;
}

function readFence(lines) {
  lines.shift();
  const code = takeWhile(lines, (line) => !patterns.fence.test(line));
  lines.shift();
  return make('pre', code.join('\n'));
}

function readList(lines, tag, pattern) {
  const list = make(tag);
  while (lines.length > 0 && pattern.test(lines[0])) {
    const first = pattern.exec(lines.shift())[1];
    const more = takeWhile(lines, (line) => /^\s{2,}\S/.test(line) && !pattern.test(line)).map((line) => line.trim());
    list.append(withInline(make('li'), [first, ...more].join('\n')));
  }
  return list;
}

const inline = /`([^`]+)`|\*\*([^*]+)\*\*|__([^_]+)__|\*([^*\s][^*]*)\*|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/;

function withInline(element, text) {
  let rest = text;
  for (let found = inline.exec(rest); found !== null; found = inline.exec(rest)) {
    const [all, code, bold, underscored, italic, label, address] = found;
    element.append(rest.slice(0, found.index));
    if (code !== undefined) element.append(make('code', code));
    else if (italic !== undefined) element.append(make('em', italic));
    else if (label !== undefined) element.append(makeLink(label, address));
    else element.append(make('strong', bold ?? underscored));
    rest = rest.slice(found.index + all.length);
  }
  element.append(rest);
  return element;
}

function makeLink(label, address) {
  return make('a', label, { href: address, title: address, target: '_blank', rel: 'noopener noreferrer nofollow' });
}
