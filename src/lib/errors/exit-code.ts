/** Exit codes of the command line, one per party who must act. */
export const ExitCode = {
  done: 0,
  bug: 1,
  usage: 2,
  permission: 3,
  remote: 4,
  unsafe: 5,
  partial: 6,
  /** 128 plus the number of SIGINT. After SIGTERM the process ends with 143. */
  interrupted: 130,
} as const;
