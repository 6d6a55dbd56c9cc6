import type { TargetEdit } from '../../config/edit-config.ts';
import type { WrittenConfig } from '../../config/schema/schema.ts';
import type { Emit, PromptKind } from '../../model.ts';
import type { OpenCampaign } from '../open/types.ts';

/** A prompt of what is adopted, as found. */
export interface FoundPrompt {
  text: string;
  /** Where it is from, in any words; null = unknown. */
  source: string | null;
  kind: PromptKind | null;
  license?: string | null;
  /** What else is known of it, under any names. */
  metadata: Record<string, unknown>;
}

/** A campaign that exists somewhere else. Nothing is written yet. */
export interface FoundCampaign {
  /** Where it was found, in a few words for the head of prank.yaml. */
  origin: string;
  /** Used if the folder has no name that a campaign can have. */
  name: string;
  prompts: readonly FoundPrompt[];
  task: NonNullable<WrittenConfig['task']>;
  /** Markdown for raters; null = there is none. */
  guidelines: string | null;
  target: TargetEdit;
  /** null = nothing is known, so prank.yaml only has an example. */
  publish: NonNullable<WrittenConfig['publish']> | null;
  /** Current answers, and people with at least one of them. */
  answers: number;
  raters: number;
  /** What the organizer should know, in sentences. */
  notes: readonly string[];
  /** Puts the answers into the ratings log of the new campaign, whose prompts are built. A second call adds nothing. */
  addAnswers: (campaign: OpenCampaign, emit: Emit) => Promise<void>;
}
