import base from './playwright.config.ts';

/** npm run screenshots: not a test, but made of the same parts. */
export default { ...base, testDir: 'test/screenshots' };
