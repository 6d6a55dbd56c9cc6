import { cleanKeys } from './faults/clean-keys.ts';
import { findSchemaFaults } from './faults/find-schema-faults.ts';
import { invalidConfig, type Fault, type Finding } from './faults/fault.ts';
import { findRuleFaults } from './rules/rules.ts';
import type { WrittenConfig } from './schema/schema.ts';
import { surveyConfig } from './rules/survey.ts';
import { parseYamlFile } from './faults/yaml-file.ts';

/** The contents of a config text, and everything that is wrong with it. */
export interface ExaminedConfig {
  /** null if anything is wrong. */
  written: WrittenConfig | null;
  faults: Fault[];
  /** The guidelines file, as far as the text can be trusted; null if none is named. */
  guidelines: string | null;
  place: (finding: Finding) => Fault;
}

/** Examines only the text, and never throws because of its contents. */
export function examineConfig(text: string): ExaminedConfig {
  const { data: parsed, faults: yamlFaults, fatal, place } = parseYamlFile(text);
  const known = [...yamlFaults, ...findSecrets(text)];
  if (fatal) return { written: null, faults: known, guidelines: null, place };
  const { data, findings: strayKeys } = cleanKeys(parsed);
  const { written, findings } = findSchemaFaults(data);
  const survey = surveyConfig(data, findings);
  const faults = [...known, ...[...strayKeys, ...findings, ...findRuleFaults(survey)].map(place)];
  return {
    written: faults.length === 0 ? written : null,
    faults,
    guidelines: survey.config.task?.guidelines ?? null,
    place,
  };
}

/** Parses the written config. Throws UsageError `config_invalid` with all faults, each with its place in `file`. */
export function parseConfig(text: string, file: string): WrittenConfig {
  const { written, faults } = examineConfig(text);
  if (written === null) throw invalidConfig(file, faults);
  return written;
}

const token = /(?<!\w)hf_[A-Za-z0-9]{10,}(?!\w)/g;

/** Finds the Hub's access tokens anywhere in the text, even in comments: it is committed, and history keeps them. */
function findSecrets(text: string): Fault[] {
  return text.split('\n').flatMap((line, index) =>
    [...line.matchAll(token)].map((match) => ({
      line: index + 1,
      column: match.index + 1,
      path: '',
      value: '***',
      problem: 'holds an access token of the Hub, which must not stand in this file',
      allowed: null,
      suggestion: 'put it into HF_TOKEN in the environment, and revoke it when it was ever shared',
    })),
  );
}
