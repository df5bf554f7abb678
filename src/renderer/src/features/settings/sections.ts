import type { Component } from 'svelte';
import type { SettingsSection } from '../../state/app.svelte.ts';
import CallingSection from './CallingSection.svelte';
import ComputerSection from './ComputerSection.svelte';
import ContactsSection from '../contacts/ContactsSection.svelte';
import RulesSection from '../rules/RulesSection.svelte';
import SitesSection from '../sites/SitesSection.svelte';
import HelpSection from './HelpSection.svelte';
import HotkeySection from './HotkeySection.svelte';
import IncomingSection from './IncomingSection.svelte';
import LookSection from './LookSection.svelte';
import QuietSection from './QuietSection.svelte';

/** What the settings page lists, in its order. */
export const SECTIONS: readonly {
  readonly id: SettingsSection;
  readonly title: string;
  readonly shown: Component;
}[] = [
  { id: 'connection', title: 'Connection', shown: SitesSection },
  { id: 'incoming', title: 'Incoming calls', shown: IncomingSection },
  { id: 'quiet', title: 'Do not disturb', shown: QuietSection },
  { id: 'calling', title: 'Calling', shown: CallingSection },
  { id: 'hotkeys', title: 'Hotkeys', shown: HotkeySection },
  { id: 'rules', title: 'Rules', shown: RulesSection },
  { id: 'contacts', title: 'Contacts and caller names', shown: ContactsSection },
  { id: 'look', title: 'Look', shown: LookSection },
  { id: 'computer', title: 'This computer', shown: ComputerSection },
  { id: 'help', title: 'Help', shown: HelpSection },
];
