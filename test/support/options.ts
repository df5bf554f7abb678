/** Reads `--name 12` options of a long run. @throws on one that is unknown or no number */
export function numbers<T extends Record<string, number>>(args: readonly string[], defaults: T): T {
  const values: Record<string, number> = { ...defaults };
  for (let i = 0; i < args.length; i += 2) {
    const name = (args[i] ?? '').replace(/^--/, '');
    const value = Number(args[i + 1]);
    if (!Object.hasOwn(defaults, name) || !Number.isFinite(value) || value < 0)
      throw new Error(
        `Options are ${Object.keys(defaults)
          .map((key) => `--${key} N`)
          .join(', ')}.`,
      );
    values[name] = value;
  }
  return values as T;
}
