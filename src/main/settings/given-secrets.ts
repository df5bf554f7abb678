import type { SiteId } from '@shared/domain/site.ts';
import type { SecretName } from './secrets.ts';

/** Secrets that a scripted start brought for a site. */
export type GivenSecrets = (site: SiteId) => Readonly<Partial<Record<SecretName, string>>>;

const NAMES: readonly SecretName[] = ['password', 'token', 'key'];
const VARIABLE = /^RINGSIDE_(?:PASSWORD|TOKEN|KEY)(?:_[A-Z0-9_]+)?$/;

/**
 * Takes the secrets of a scripted start out of the environment, so that no program started later has them:
 * `RINGSIDE_PASSWORD`, `RINGSIDE_TOKEN`, `RINGSIDE_KEY` for all PBXes that the command line names, or
 * `RINGSIDE_PASSWORD_BERLIN` for the one that `--site Berlin` names.
 */
export function takeGivenSecrets(environment: NodeJS.ProcessEnv): {
  of: GivenSecrets;
  all: readonly string[];
} {
  const taken = new Map<string, string>();
  for (const [name, value] of Object.entries(environment)) {
    if (!VARIABLE.test(name)) continue;
    delete environment[name];
    if (value !== undefined && value !== '') taken.set(name, value);
  }
  const of: GivenSecrets = (site) => {
    const own = site.toUpperCase().replaceAll('-', '_');
    return Object.fromEntries(
      NAMES.flatMap((name) => {
        const variable = `RINGSIDE_${name.toUpperCase()}`;
        const value = taken.get(`${variable}_${own}`) ?? taken.get(variable);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  };
  return { of, all: [...taken.values()] };
}
