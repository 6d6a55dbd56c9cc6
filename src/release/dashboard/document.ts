import { createHash } from 'node:crypto';
import { escapeXml } from '../../lib/charts/escape-xml.ts';
import { printable } from '../../lib/text/text.ts';
import { dashboardStyle } from './style.ts';

/** The parts of the page as HTML; title and description are plain text. */
export interface DashboardParts {
  title: string;
  description: string;
  head: string;
  /** Rows of one or two sections. */
  sections: readonly (readonly DashboardSection[])[];
  foot: string;
  script: string;
}

export interface DashboardSection {
  id: string;
  title: string;
  /** Empty = the section is left out. */
  body: string;
}

/**
 * The whole page. Its content policy makes the browser load nothing, and run and apply only exactly this script and
 * style, in case foreign text ever gets past the escaping.
 */
export function renderDashboardPage({ title, description, head, sections, foot, script }: DashboardParts): string {
  const style = dashboardStyle();
  const rows = sections.map((row) => row.filter(({ body }) => body !== '')).filter((row) => row.length > 0);
  const links = rows.flat().map(({ id, title: own }) => `<a href="#${id}">${escapeXml(own)}</a>`);
  const name = printable(title, 120);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${contentPolicy(style, script)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="generator" content="prank">',
    `<meta name="description" content="${escapeXml(printable(description, 200))}">`,
    `<title>${escapeXml(name)}: ranked prompts and progress</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    `<header>\n${joinUnits(head)}\n${links.length < 2 ? '' : `<nav aria-label="Parts">${links.join('')}</nav>\n`}</header>`,
    '<main>',
    ...rows.map(renderRow),
    '</main>',
    `<footer>${joinUnits(foot)}</footer>`,
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function renderRow(row: readonly DashboardSection[]): string {
  const sections = row.map(
    ({ id, title, body }) =>
      `<section id="${id}" aria-labelledby="${id}-title">\n<h2 id="${id}-title">${escapeXml(title)}</h2>\n${joinUnits(body)}\n</section>`,
  );
  return row.length === 1 ? sections.join('') : `<div class="beside">\n${sections.join('\n')}\n</div>`;
}

function contentPolicy(style: string, script: string): string {
  return [
    "default-src 'none'",
    `style-src '${hash(style)}'`,
    `script-src '${hash(script)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** Prevents a line break between a number and its percent sign, except inside scripts. */
function joinUnits(html: string): string {
  return html.replace(/<script[^]*?<\/script>|(\d) %/gu, (found, digit: string | undefined) =>
    digit === undefined ? found : `${digit}&nbsp;%`,
  );
}
