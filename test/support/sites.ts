import * as v from 'valibot';
import { FIRST_SITE } from '../../src/shared/domain/site.ts';
import { SiteSettings } from '../../src/shared/settings/settings.ts';

/** A FreeSWITCH as the settings have it, with my phone there. */
export const siteOf = (extension: string, id = FIRST_SITE): SiteSettings =>
  v.parse(SiteSettings, { id, extension });
