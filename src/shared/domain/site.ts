/** Names a PBX that the app knows (a site), for good: settings, history and the command line hold it. */
export type SiteId = string;

/** The site of a settings file, or of a record, from before there were several. */
export const FIRST_SITE: SiteId = 'main';

/** A site's id: what can stand in a file, a key and on a command line. */
export const SITE_ID = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;

/** A leg, wherever there are several PBXes: the same uuid on two sites is two legs. */
export interface LegRef {
  readonly site: SiteId;
  readonly uuid: string;
}

/** A leg, call or line of a site as one text. An id has no space, so that no two make the same. */
export const siteKey = (site: SiteId, id: string): string => `${site} ${id}`;

/** The site and the rest of a `siteKey`. */
export function splitSiteKey(key: string): { site: SiteId; id: string } {
  const at = key.indexOf(' ');
  return { site: key.slice(0, at), id: key.slice(at + 1) };
}

/**
 * An id for a new site that none of `taken` has, made of its name so that people recognise it.
 * @param name as a person wrote it, in any script, or ''
 */
export function newSiteId(name: string, taken: readonly SiteId[]): SiteId {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 24)
    .replace(/-+$/, '');
  const base = plain === '' ? 'site' : plain;
  for (let count = 1; ; count += 1) {
    const id = count === 1 && plain !== '' ? base : `${base}-${count}`;
    if (!taken.includes(id)) return id;
  }
}
