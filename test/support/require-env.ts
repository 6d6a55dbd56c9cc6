/** A setting that the suite can't run without; says so instead of skipping. */
export function requireEnv(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: run this suite by its npm script.`);
  return value;
}
