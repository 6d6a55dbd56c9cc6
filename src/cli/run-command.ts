import type { Command } from 'commander';
import type { Context } from './context.ts';

/** Runs a command's action with its context, and turns what it throws into output and exit code. */
export type RunCommand = (command: Command, action: (context: Context) => Promise<void>) => Promise<void>;
