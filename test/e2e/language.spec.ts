import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { App } from '../support/app.ts';

const MIRRORED = '\u200f\u202eDelete\u202c\u200f \u200f\u202eall\u202c\u200f…';

test('a start speaks the language of the settings, and another at once when it is chosen', async () => {
  const userData = mkdtempSync(join(tmpdir(), 'ringside-language-'));
  writeFileSync(join(userData, 'settings.json'), JSON.stringify({ language: 'ar-XB' }));
  const app = await App.launch({ args: ['--demo-if-unset'], userData });
  const shows = async (locale: string, direction: string, button: string): Promise<void> => {
    const html = app.page.locator('html');
    await expect(html).toHaveAttribute('lang', locale);
    await expect(html).toHaveAttribute('dir', direction);
    await expect(app.page.getByRole('button', { name: button, exact: true })).toBeVisible();
  };
  const choose = (language: string): Promise<unknown> =>
    app.page.evaluate(
      (chosen) => window.ringside.invoke('settings.patch', { language: chosen }),
      language,
    );
  try {
    await app.page.getByRole('navigation').getByRole('button', { name: 'History' }).click();
    await shows('ar-XB', 'rtl', MIRRORED);
    await choose('de');
    await shows('de', 'ltr', 'Alle löschen …');
    await choose('en-XA');
    await shows('en-XA', 'ltr', '[Ďéļéťé áļļ… ~~]');
    await choose('system');
    await shows('en', 'ltr', 'Delete all…');
  } finally {
    await app.close();
  }
});
