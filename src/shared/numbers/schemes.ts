/** Schemes of links that lead to a number. Apart, for the start of the app needs no more. */
export const LINK_SCHEMES = ['tel', 'callto', 'sip', 'sips'] as const;
export type LinkScheme = (typeof LINK_SCHEMES)[number];

/** Whether a text is a link of ours, by its scheme alone. */
export const isDialLink = (text: string): boolean =>
  new RegExp(`^(?:${LINK_SCHEMES.join('|')}):`, 'i').test(text);
