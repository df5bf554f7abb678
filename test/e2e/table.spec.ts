import { expect, test, type Page } from '@playwright/test';
import { App } from '../support/app.ts';
import { startCalmPbx, type DemoPbx } from '../support/demo.ts';

let demo: DemoPbx;
let app: App;

test.beforeEach(async () => {
  demo = await startCalmPbx({ seed: 11 });
});
test.afterEach(async () => {
  await app.close();
  await demo.stop();
});

const NAMES = ['Anna Ett', 'Bo Två', 'Aaron Noll'];

/** The callers from the top down; the pointer keeps moving on the table meanwhile, and never rests. */
async function callersUnderPointer(page: Page): Promise<string[]> {
  const grid = (await page.getByRole('grid', { name: 'Calls' }).boundingBox())!;
  await page.mouse.move(grid.x + 90 + Math.random() * 9, grid.y + 12);
  const lines = await page.locator('[data-uuid]').allTextContents();
  return lines.map((line) => NAMES.find((name) => line.includes(name)) ?? line);
}

test('an order and a filter take effect at once under a pointer at work; nothing else moves there', async () => {
  app = await App.onEsl(demo);
  await app.online();
  const { page } = app;
  demo.inbound({ to: '202', number: '+46702222222', name: 'Bo Två' });
  demo.inbound({ to: '203', number: '+46701111111', name: 'Anna Ett' });
  await expect(page.locator('[data-uuid]')).toHaveCount(2);
  const callers = () => expect.poll(() => callersUnderPointer(page));

  const heading = page.getByRole('columnheader', { name: 'Caller' }).getByRole('button');
  await heading.click();
  await callers().toEqual(['Anna Ett', 'Bo Två']);
  await heading.click();
  await callers().toEqual(['Bo Två', 'Anna Ett']);
  await heading.click();
  await callers().toEqual(['Anna Ett', 'Bo Två']);

  // A call that comes now stands first, but not under the pointer.
  demo.inbound({ to: '204', number: '+46703333333', name: 'Aaron Noll' });
  await callers().toEqual(['Anna Ett', 'Bo Två', 'Aaron Noll']);
  await page.mouse.move(2, 2);
  await expect(page.locator('[data-uuid]').first()).toContainText('Aaron Noll');

  await callersUnderPointer(page);
  await page.keyboard.press('Control+f');
  await page.keyboard.type('bo');
  await callers().toEqual(['Bo Två']);
});
