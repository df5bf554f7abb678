import type { Locator, Page } from '@playwright/test';

/** The settings: a page with a list of sections at its side and a search. */
export class SettingsPage {
  readonly body: Locator;
  readonly search: Locator;

  constructor(readonly page: Page) {
    this.body = page.getByRole('region', { name: 'Settings', exact: true });
    this.search = page.getByRole('searchbox', { name: 'Search the settings' });
  }

  section(name: string): Locator {
    return this.body.getByRole('region', { name, exact: true });
  }
  async choose(name: string): Promise<void> {
    await this.page
      .getByRole('navigation', { name: 'Sections of the settings' })
      .getByRole('button', { name, exact: true })
      .click();
  }
}
