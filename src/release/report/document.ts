import { escapeXml } from '../../lib/charts/escape-xml.ts';
import { printable } from '../../lib/text/text.ts';
import { reportStyle } from './style.ts';

/** A part of the page. `body` is HTML; a part with an empty body is left out. */
export interface ReportSection {
  id: string;
  title: string;
  body: string;
}

/** Makes the browser run and load nothing, in case foreign text ever gets past the escaping. */
const contentPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** The whole page. `head` is HTML, `title` is plain text. */
export function renderReportPage({
  title,
  head,
  sections,
}: {
  title: string;
  head: string;
  sections: readonly ReportSection[];
}): string {
  const links = sections.map(({ id, title: own }) => `<a href="#${id}">${escapeXml(own)}</a>`);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="generator" content="prank">',
    `<title>${escapeXml(printable(title, 120))}: ranking report</title>`,
    `<style>${reportStyle()}</style>`,
    '</head>',
    '<body>',
    `<header>\n${joinUnits(head)}\n<nav aria-label="Parts">${links.join('')}</nav>\n</header>`,
    '<main>',
    ...sections.map(
      ({ id, title: own, body }) => `<section id="${id}">\n<h2>${escapeXml(own)}</h2>\n${joinUnits(body)}\n</section>`,
    ),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** Prevents a line break between a number and its percent sign. */
function joinUnits(html: string): string {
  return html.replace(/(\d) %/gu, '$1&nbsp;%');
}
