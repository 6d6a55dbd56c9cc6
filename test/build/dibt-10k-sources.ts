import type { Scalar, Source } from '../../src/model.ts';

/** A line of the table below, with the field names of a resolved source. */
export interface ProjectSource extends Pick<Source, 'id' | 'promptPaths' | 'where' | 'license'> {
  take: number;
  kind: string;
  dataset: string;
  path: string;
}

/** Facts about the Prompt Ranking Project's sources. The counts are those of DIBT/10k_prompts_ranked. */
const facts = `
sharegpt                    | 4479 | ewof/sharegpt-instruct-unfiltered-deduped | sharegpt_data.json | instruction, conversations[from=human].value, conversations[0].value | | human | none
ultrafeedback-evol-instruct | 1381 | openbmb/UltraFeedback | evol_instruct.jsonl | instruction | source=evol_instruct | synthetic | mit
ultrafeedback-ultrachat     | 1307 | openbmb/UltraFeedback | ultrachat.jsonl | instruction | source=ultrachat | synthetic | mit
oasst2                      | 734  | OpenAssistant/oasst2 | data/*.parquet | text | role=prompter, parent_id=null, lang=en | human | apache-2.0
disticoder                  | 705  | argilla/DistiCoder-dpo-binarized | data/*.parquet | prompt, instruction, input | | synthetic | none
ultrafeedback-flan-v2-cot   | 360  | openbmb/UltraFeedback | flan.jsonl | instruction | source=flan_v2_cot | synthetic | mit
distilabel-reasoning-prompts | 328 | argilla/distilabel-reasoning-prompts | data/train-00000-of-00001.parquet | prompt, instruction | | synthetic | mit
distilabel-evol-prompt-collective | 282 | argilla/distilabel-evol-prompt-collective | data/*.parquet | prompt | | synthetic | none
capybara-dove               | 253  | LDJnr/Capybara | CapybaraPure_Decontaminated.jsonl | conversation[0].input | source=Dove | unknown | apache-2.0
capybara-goat               | 123  | LDJnr/Capybara | CapybaraPure_Decontaminated.jsonl | conversation[0].input | source=GOAT | unknown | apache-2.0
capybara-tasksource         | 117  | LDJnr/Capybara | CapybaraPure_Decontaminated.jsonl | conversation[0].input | source=TaskSource | unknown | apache-2.0
capybara-theoremqa          | 88   | LDJnr/Capybara | CapybaraPure_Decontaminated.jsonl | conversation[0].input | source=TheoremQA | unknown | apache-2.0
capybara-verified-camel     | 19   | LDJnr/Capybara | CapybaraPure_Decontaminated.jsonl | conversation[0].input | source=Verified-Camel | unknown | apache-2.0
capybara-tigerbot           | 2    | LDJnr/Capybara | CapybaraPure_Decontaminated.jsonl | conversation[0].input | source=Tigerbot | unknown | apache-2.0
social-reasoning-rlhf       | 145  | ProlificAI/social-reasoning-rlhf | train.jsonl.gz | question, prompt | | human | mit
prompts-chat                | 8    | fka/prompts.chat | prompts.csv | prompt | | human | cc0-1.0
`;

/** In the preset's order. */
export const projectSources: readonly ProjectSource[] = facts.trim().split('\n').map(parseLine);

function parseLine(line: string): ProjectSource {
  const [id = '', take, dataset = '', path = '', prompt = '', where = '', kind = '', license = ''] = line
    .split('|')
    .map((cell) => cell.trim());
  return {
    id,
    take: Number(take),
    dataset,
    path,
    promptPaths: prompt.split(', '),
    where: Object.fromEntries(where === '' ? [] : where.split(', ').map(parseCondition)),
    kind,
    license: license === 'none' ? null : license,
  };
}

function parseCondition(text: string): [string, Scalar[]] {
  const [path = '', value = ''] = text.split('=');
  return [path, [value === 'null' ? null : value]];
}
