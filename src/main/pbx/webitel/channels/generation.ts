import type { Generation } from '../generation.ts';
import { ChannelsApi } from './api.ts';
import { openFeed } from './feed.ts';
import { login } from './sign-in.ts';

/** webitel/core (2016) and webitel/engine-nodejs (2021): the documented channels API. */
export const channelsGeneration: Generation = {
  kind: 'channels',
  login,
  api: (http, credentials) => new ChannelsApi(http, credentials),
  feed: openFeed,
};
