/**
 * The id of the element that shows something which is known by a key. A key may hold spaces (`siteKey`, and
 * whatever a PBX calls its leg), with which `aria-activedescendant` would name no element.
 */
export const domId = (kind: string, key: string): string =>
  `${kind}-${key.replace(/[\s%]/g, (char) => encodeURIComponent(char))}`;
