import type { Locator, Page } from '@playwright/test';
import { SettingsPage } from './settings.ts';

/** The pages of the navigation, by the names that machines rely on. */
type PageName = 'Floor' | 'Calls' | 'Queues' | 'History' | 'Settings';

/** The main window, as a person finds his way in it. */
export class MainWindow {
  readonly messages: Locator;

  constructor(readonly page: Page) {
    this.messages = page.getByRole('log', { name: 'Messages' });
  }

  /** The button of a page in the navigation. */
  tab(name: PageName): Locator {
    return this.page
      .getByRole('navigation', { name: 'Pages' })
      .getByRole('button', { name, exact: true });
  }
  async open(name: PageName): Promise<void> {
    await this.tab(name).click();
  }
  /** Opens the settings at a section of theirs. */
  async settings(section: string): Promise<SettingsPage> {
    await this.open('Settings');
    const settings = new SettingsPage(this.page);
    await settings.choose(section);
    return settings;
  }
}
