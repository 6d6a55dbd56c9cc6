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
  const errors = type === 'space' ? checkSpace(card) : type === 'dataset' ? checkDataset(card) : [];
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

function checkDataset({ license, tags, configs }: Record<string, unknown>): string[] {
  const problems: string[] = [];
  if (license !== undefined && typeof license !== 'string' && !Array.isArray(license)) {
    problems.push('"license" must be a string');
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

function toProblem(message: string): CardProblem {
  return { message };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
