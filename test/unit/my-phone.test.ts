import { describe, expect, it } from 'vitest';
import { myPhone } from '../../src/shared/calls/my-phone.ts';

const at = (
  login: string,
  registered: readonly string[] | undefined,
  legs: readonly string[] = [],
) => myPhone('201', { login, registered, legs });
const found = (extension: string) => ({ extension, several: [] });

describe('the phone that a bare extension means', () => {
  it('is in the domain of the login where nothing speaks against it', () => {
    expect(at('a.test', undefined)).toEqual(found('201@a.test'));
    expect(at('a.test', [])).toEqual(found('201@a.test'));
    expect(at('a.test', ['b.test', 'A.test'])).toEqual(found('201@a.test'));
  });
  it('is where it is registered, whatever the login or other tenants’ legs say', () => {
    expect(at('', ['b.test'])).toEqual(found('201@b.test'));
    expect(at('a.test', ['b.test'])).toEqual(found('201@b.test'));
    expect(at('', ['b.test'], ['c.test'])).toEqual(found('201@b.test'));
  });
  it('is where its legs are, when the PBX does not say who is registered', () => {
    expect(at('', undefined, ['c.test', 'c.test'])).toEqual(found('201@c.test'));
    expect(at('', [], ['c.test'])).toEqual(found('201@c.test'));
  });
  it('is nobody’s while several fit: the person is asked', () => {
    expect(at('', ['b.test', 'a.test'])).toEqual({ extension: '', several: ['a.test', 'b.test'] });
    expect(at('', undefined, ['b.test', 'a.test']).several).toEqual(['a.test', 'b.test']);
  });
  it('stays bare while nothing is known, and as it was written where it has a domain', () => {
    expect(at('', undefined)).toEqual(found('201'));
    expect(myPhone('201@x.test', { login: 'a.test', registered: ['b.test'], legs: [] })).toEqual(
      found('201@x.test'),
    );
    expect(myPhone('', { login: 'a.test', registered: [], legs: [] })).toEqual(found(''));
  });
});
