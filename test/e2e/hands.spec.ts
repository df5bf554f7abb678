import { expect, test } from '@playwright/test';
import { App, sh } from '../support/app.ts';
import { startCalmPbx, type DemoPbx } from '../support/demo.ts';

/* What is under a hand: a real pointer, moved and pressed by xdotool, at real pixels. */

let demo: DemoPbx;
let app: App;

test.beforeEach(async () => {
  demo = await startCalmPbx({ seed: 11 });
});
test.afterEach(async () => {
  await app.close();
  await demo.stop();
});

/** Where a locator's middle is on the screen. */
async function onScreen(box: { x: number; y: number; width: number; height: number }) {
  const { x, y } = await app.electron.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().endsWith('/index.html'),
    );
    return window?.getContentBounds() ?? { x: 0, y: 0 };
  });
  return [
    String(Math.round(x + box.x + box.width / 2)),
    String(Math.round(y + box.y + box.height / 2)),
  ];
}

test('a second call that rings does not take the place of the first, and a click there hits nothing else', async () => {
  app = await App.onEsl(demo);
  await app.online();
  const first = demo.inbound({ to: '201', number: '+4930111', name: 'First' });
  demo.answer(first.agent ?? '');
  const mute = app.myCall('First').getByRole('button', { name: 'Mute', exact: true });
  await expect(mute).toBeVisible();
  const before = (await mute.boundingBox())!;
  const [x = '', y = ''] = await onScreen(before);
  await sh('xdotool', 'mousemove', x, y);
  const second = demo.inbound({ to: '201', number: '+4930222', name: 'Second' });
  await expect(app.myCall('Second')).toBeVisible();
  await sh('xdotool', 'click', '1');
  // Either it is still Mute of the first, or the click was dropped and that is said.
  await expect
    .poll(async () => {
      const muted = (await app.myCall('First').getByRole('button', { name: 'Unmute' }).count()) > 0;
      return muted || (await app.page.getByText('nothing was pressed').count()) > 0;
    })
    .toBe(true);
  expect(demo.world.legs.get(second.agent ?? '')?.callstate).toBe('RINGING');
  const cards = app.page.getByRole('region', { name: 'My calls' }).getByRole('article');
  await expect(cards.first()).toHaveAccessibleName('First +4930111');
});

test('the menu of a line stays open when the right button is released', async () => {
  app = await App.onEsl(demo);
  await app.online();
  demo.inbound({ to: '205', number: '+4930333', name: 'Somebody' });
  const box = (await app.line('Somebody').first().boundingBox())!;
  const [x = '', y = ''] = await onScreen({ ...box, width: 200 });
  await sh('xdotool', 'mousemove', x, y, 'mousedown', '3');
  const menu = app.page.getByRole('menu', { name: 'Actions' });
  await expect(menu).toBeVisible();
  await sh('xdotool', 'mouseup', '3');
  // Whatever a release does, it has done by the time a key is answered.
  await app.page.keyboard.press('ArrowDown');
  await expect(menu).toBeVisible();
  await app.page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
});

test('a link that starts the app opens the dialog, prefilled', async () => {
  app = await App.onEsl(demo, { args: ['tel:+4930123456'] });
  await expect(
    app.page.getByRole('dialog', { name: 'Call a number' }).getByLabel('Number'),
  ).toHaveValue('+4930123456');
  expect(demo.commands.some((line) => line.includes('originate'))).toBe(false);
});

test('hang up gives up a call that is still being placed', async () => {
  demo.pbx.setPhone('201', { answersOwnAfter: undefined });
  app = await App.onEsl(demo);
  await app.online();
  await app.page.keyboard.press('Control+d');
  await app.page.getByRole('combobox', { name: 'Number' }).fill('203');
  await app.page.getByRole('button', { name: 'Call', exact: true }).click();
  await app.page.keyboard.press('Escape');
  const card = app.page.getByRole('region', { name: 'My calls' }).getByRole('article');
  await card.getByRole('button', { name: 'Hang up' }).click();
  await expect.poll(() => demo.world.legs.size).toBe(0);
});

test('what was deleted, or left half-written, is had back', async () => {
  app = await App.onEsl(demo);
  await app.online();
  const call = demo.inbound({ to: '201', number: '+4930444', name: 'Kept caller' });
  await expect(app.myCall('Kept caller')).toBeVisible();
  demo.hangup(call.agent ?? '');
  await app.window.open('History');
  const past = app.page.getByRole('grid', { name: 'My past calls' });
  await expect(past).toContainText('Kept caller');
  await past.focus();
  await app.page.keyboard.press('Delete');
  await expect(past).toHaveCount(0);
  const messages = app.page.getByRole('region', { name: 'Messages' });
  await messages.getByRole('button', { name: 'Undo' }).click();
  await expect(past).toContainText('Kept caller');

  await app.window.settings('Rules');
  await app.page.getByRole('button', { name: 'Add a rule…' }).click();
  const form = app.page.getByRole('region', { name: 'Rule', exact: true });
  await form.getByLabel('Name', { exact: true }).fill('Half of a rule');
  await app.page.keyboard.press('Escape');
  await expect(form).toHaveCount(0);
  await messages.getByRole('button', { name: 'Go on editing' }).click();
  await expect(form.getByLabel('Name', { exact: true })).toHaveValue('Half of a rule');
  // Another page is another way to leave it.
  await app.window.open('History');
  // What has just come under the pointer takes no click, and no person is as quick as this test.
  await expect(async () => {
    await messages.getByRole('button', { name: 'Go on editing' }).click({ timeout: 2_000 });
    await expect(form.getByLabel('Name', { exact: true })).toHaveValue('Half of a rule', {
      timeout: 2_000,
    });
  }).toPass();
});
