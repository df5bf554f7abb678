import { splitAddress } from '../domain/channel.ts';

/** What is known of where an extension is. */
export interface Whereabouts {
  /** The domain of the login, `desk@pbx.example.com`, or ''. */
  readonly login: string;
  /** Domains in which the extension is registered; undefined where the PBX was not asked or may not say. */
  readonly registered: readonly string[] | undefined;
  /** Domains of legs that its phone has, by their presence. */
  readonly legs: readonly string[];
}

/** Which phone is mine. */
export interface MyPhone {
  /** `201@pbx.example.com`, the bare extension where no domain is known, '' while several fit. */
  readonly extension: string;
  /** The domains of which the person has to choose one; empty where there is nothing to choose. */
  readonly several: readonly string[];
}

/**
 * The phone that a bare extension means. Another tenant's 201 is somebody else's phone: where several
 * fit, none is mine until the person says which.
 */
export function myPhone(extension: string, { login, registered, legs }: Whereabouts): MyPhone {
  const { user, domain } = splitAddress(extension);
  if (user === '' || domain !== '') return { extension, several: [] };
  const seen = [...new Set([...(registered ?? []), ...legs].map((name) => name.toLowerCase()))];
  // The login says where its owner is at home, also where his phone is out of reach.
  if (login !== '' && (seen.length === 0 || seen.includes(login.toLowerCase())))
    return { extension: `${user}@${login}`, several: [] };
  const domains = registered && registered.length > 0 ? [...new Set(registered)] : seen;
  if (domains.length > 1) return { extension: '', several: domains.sort() };
  return { extension: domains[0] === undefined ? extension : `${user}@${domains[0]}`, several: [] };
}
