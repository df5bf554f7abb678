import type { Component } from 'svelte';
import HistoryIcon from '@lucide/svelte/icons/history';
import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard';
import ListOrdered from '@lucide/svelte/icons/list-ordered';
import PhoneCall from '@lucide/svelte/icons/phone-call';
import Settings from '@lucide/svelte/icons/settings';
import type { Page } from '../../state/app.svelte.ts';

/** The pages of the window, in the order they stand, each with its key. */
export const PAGES: readonly {
  readonly page: Page;
  readonly name: string;
  readonly key: string;
  readonly icon: Component<{ size?: number }>;
}[] = [
  { page: 'floor', name: 'Floor', key: '1', icon: LayoutDashboard },
  { page: 'calls', name: 'Calls', key: '2', icon: PhoneCall },
  { page: 'queues', name: 'Queues', key: '3', icon: ListOrdered },
  { page: 'history', name: 'History', key: '4', icon: HistoryIcon },
  { page: 'settings', name: 'Settings', key: ',', icon: Settings },
];
