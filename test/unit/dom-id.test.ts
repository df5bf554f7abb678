import { expect, it } from 'vitest';
import { domId } from '../../src/renderer/src/lib/dom-id.ts';
import { siteKey } from '../../src/shared/domain/site.ts';

it('an element’s id has no space, whatever a leg is called, and is no other’s', () => {
  const keys = [siteKey('main', 'a'), siteKey('main', 'a b'), siteKey('main', 'a%20b'), 'main%20a'];
  const ids = keys.map((key) => domId('line', key));
  expect(ids[0]).toBe('line-main%20a');
  for (const id of ids) expect(id).not.toMatch(/\s/);
  expect(new Set(ids).size).toBe(keys.length);
});
