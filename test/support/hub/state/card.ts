import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { HubRefusal } from '../http/exchange.ts';
import type { Files } from './git-objects.ts';

export interface CardProblem {
  message: string;
}

const colors = ['red', 'yellow', 'green', 'blue', 'indigo', 'purple', 'pink', 'gray'];

/** The front matter of a README; empty if there is none. Throws 400 if it is not YAML, or not a map. */
export function readCard(readme: string): Record<string, unknown> {
  const [, front] = /^---[ \t]*\r?\n(?:([\s\S]*?)\r?\n)?---[ \t]*(?:\r?\n|$)/u.exec(readme) ?? [];
  if (front === undefined) return {};
  const document = parseDocument(front);
  const [problem] = document.errors;
  if (problem !== undefined) throw new HubRefusal(400, `Invalid YAML in README.md: ${problem.message}`);
  const value: unknown = document.toJS();
  if (value === null) return {};
  if (!isMap(value)) throw new HubRefusal(400, 'README.md: the metadata is not a map');
  return value;
}

export function cardOf(files: Files): Record<string, unknown> {
  const readme = files.get('README.md');
  return readme?.kind === 'regular' ? readCard(readme.content.toString()) : {};
}

/** `docker` unless the README of the Space says otherwise. */
export function sdkOf(files: Files): string {
  const { sdk } = cardOf(files);
  return typeof sdk === 'string' ? sdk : 'docker';
}

/** What the Hub would reject in a README, and what it would only warn about. */
export function checkCard(
  readme: string,
  type: 'model' | 'dataset' | 'space',
): { errors: CardProblem[]; warnings: CardProblem[] } {
  let card: Record<string, unknown>;
  try {
    card = readCard(readme);
  } catch (error) {
    if (error instanceof HubRefusal) return { errors: [{ message: error.message }], warnings: [] };
    throw error;
  }
  const ofType = type === 'space' ? checkSpace(card) : type === 'dataset' ? checkDataset(card) : [];
  const errors = [...checkLicense(card), ...ofType];
  const warnings = Object.keys(card).length === 0 ? ['empty or missing yaml metadata in repo card'] : [];
  return { errors: errors.map(toProblem), warnings: warnings.map(toProblem) };
}

function checkSpace({ sdk, app_port: port, colorFrom, colorTo, hf_oauth: oauth }: Record<string, unknown>): string[] {
  const problems: string[] = [];
  if (!['docker', 'gradio', 'static'].includes(String(sdk)))
    problems.push('"sdk" must be one of docker, gradio, static');
  if (port !== undefined && !Number.isInteger(port)) problems.push('"app_port" must be an integer');
  for (const color of [colorFrom, colorTo]) {
    if (color !== undefined && !colors.some((known) => known === color))
      problems.push('"colorFrom" or "colorTo" is not a color');
  }
  if (oauth !== undefined && typeof oauth !== 'boolean') problems.push('"hf_oauth" must be a boolean');
  return problems;
}

/** The Hub's own list: test/lib/licenses/hub-ids.test.ts says where it is from. */
const licenses = readFileSync(new URL('../licenses.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n');

const sizes = ['n<1K', '1K<n<10K', '10K<n<100K', '100K<n<1M', '1M<n<10M', '10M<n<100M', '100M<n<1B', '1B<n<10B'].concat(
  ['10B<n<100B', '100B<n<1T', 'n>1T', 'unknown'],
);

function checkLicense({ license, license_name: name, license_link: link }: Record<string, unknown>): string[] {
  const problems: string[] = [];
  if (listOf(license).some((id) => !licenses.some((known) => known === id))) {
    problems.push(`"license" must be one of [${licenses.join(', ')}, array]`);
  }
  if (name !== undefined && !(typeof name === 'string' && /^[a-z0-9.+-]+$/u.test(name))) {
    problems.push('"license_name" must be a short name in lower case');
  }
  const isPlace = typeof link === 'string' && (/^LICENSE(?:\.md)?$/u.test(link) || /^https?:\/\/\S+$/u.test(link));
  if (link !== undefined && !isPlace) problems.push('"license_link" must be LICENSE, LICENSE.md or an address');
  return problems;
}

function checkDataset(card: Record<string, unknown>): string[] {
  const { tags, configs, size_categories: size, language } = card;
  const problems: string[] = [];
  if (listOf(size).some((one) => !sizes.some((known) => known === one))) {
    problems.push(`"size_categories" must be one of [${sizes.join(', ')}]`);
  }
  if (listOf(language).some((code) => typeof code !== 'string' || !/^[a-z]{2,3}$/u.test(code))) {
    problems.push('"language" must be an ISO 639-1, 639-2 or 639-3 code');
  }
  if (tags !== undefined && !(Array.isArray(tags) && tags.every((tag) => typeof tag === 'string'))) {
    problems.push('"tags" must be an array of strings');
  }
  if (configs === undefined) return problems;
  const list: unknown[] = Array.isArray(configs) ? configs : [];
  if (!Array.isArray(configs) || !list.every(isMap)) return [...problems, '"configs" must be an array of maps'];
  if (list.filter(isMap).some((config) => typeof config['config_name'] !== 'string')) {
    problems.push('"configs.config_name" is required');
  }
  if (list.filter(isMap).filter((config) => config['default'] === true).length > 1) {
    problems.push('"configs" has two defaults');
  }
  return problems;
}

/** Most keys take one value or a list of them. */
function listOf(value: unknown): unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function toProblem(message: string): CardProblem {
  return { message };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
