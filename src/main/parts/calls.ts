import { shell } from 'electron';
import type { DeskState } from '@shared/calls/desk.ts';
import type { ConnectionStatus } from '@shared/pbx/status.ts';
import { Actor } from '../desk/actor.ts';
import type { Outcome } from '../calls/commander.ts';
import { Dialling } from '../desk/dialling.ts';
import { needOfAction, needsOfSite } from '../consent/needs.ts';
import { Contacts } from '../contacts/contacts.ts';
import { Journal } from '../history/journal.ts';
import { carryOut } from '../rules/actions.ts';
import { Claims } from '../rules/claims.ts';
import { RuleRunner } from '../rules/runner.ts';
import { SiteEditing } from '../sites/editing.ts';
import type { Site } from '../sites/site.ts';
import { Authority } from '../rights/authority.ts';
import { endListening, placeOf } from '../rights/withdrawn.ts';
import { policyPath } from '../rights/policy.ts';
import { Sites } from '../sites/sites.ts';
import { watching } from '../sites/watching.ts';
import { lookupSettings, type Core } from './core.ts';

/** The PBXes and what is done with their calls, without anything of the desktop. */
export interface Calls {
  readonly authority: Authority;
  readonly contacts: Contacts;
  readonly journal: Journal;
  readonly rules: RuleRunner;
  readonly sites: Sites;
  readonly editing: SiteEditing;
  readonly dialling: Dialling;
  readonly actor: Actor;
}

/** What the calls tell of, once the rest is there. */
export interface CallEvents {
  desk(desk: DeskState): void;
  status(site: Site, status: ConnectionStatus): void;
  outcome(site: Site, outcome: Outcome): void;
  /** What the window knows of the app has changed. */
  changed(): void;
}

export function makeCalls(core: Core, events: CallEvents): Calls {
  const { lifetime, directory, page, notices, say, store, settings, secrets, agreements } = core;
  const { numbers, recorder } = core;
  const contacts = lifetime.with(new Contacts(directory, () => lookupSettings(core), numbers));
  const journal = lifetime.with(
    new Journal(directory, {
      step: (step) => rules.onStep(step),
      changed: (unseen) => {
        page.push('history.changed', { unseen });
        sites.touch();
      },
      say,
    }),
  );
  const claims = new Claims({
    ask: (claim) => journal.ask({ kind: 'claim', claim }),
    later: (claim) => journal.note({ kind: 'claimed', claim }),
  });
  const rules: RuleRunner = lifetime.with(
    new RuleRunner({
      rules: () => store.get().rules,
      carryOut: carryOut((url) => shell.openExternal(url)),
      agreed: (action) => agreements.has(needOfAction(action)),
      claim: (ruleId, record, nowMs) => claims.claim(ruleId, record, nowMs),
      known: ({ number, site }) => ({
        contact: contacts.names.known(number),
        site: sites.nameOf(site),
      }),
      warn: (text) => notices.say('bad', text),
      changed: (results) => page.push('rules.results', results),
    }),
  );
  const { changed } = events;
  const authority: Authority = lifetime.with(
    new Authority({
      path: policyPath(process.platform, process.env['ProgramData']),
      settings: () => store.get().rights,
      changed: () => {
        for (const site of sites.all) endListening(site, authority, notices);
        changed();
      },
      warn: (text) => notices.say('bad', text),
    }),
  );
  const watched = watching({
    page,
    recorder,
    notices,
    journal,
    contacts,
    sites: () => sites,
    changed,
  });
  const sites: Sites = lifetime.with(
    new Sites({
      events: {
        ...watched,
        status: (site, status) => {
          watched.status(site, status);
          events.status(site, status);
        },
        outcome: (site, outcome) => {
          page.push('command.outcome', { ...outcome, site: site.id });
          events.outcome(site, outcome);
        },
        desk: (desk) => events.desk(desk),
      },
      maySpeak: (site) => authority.maySpeak(placeOf(site).isDemo),
      refusal: (site, command) => authority.refusal(command, placeOf(site)),
      secrets: (scope, name) => secrets.get(scope, name),
      obstacle: () => secrets.obstacle,
      known: (number) => contacts.names.knownName(number),
      allowed: (site) => agreements.hasAll(needsOfSite(site)),
      dial: () => store.get().dial,
    }),
  );
  contacts.names.onKnown((number) => {
    page.push('names.changed', number);
    sites.touch();
  });
  const editing = new SiteEditing({ sites, settings, secrets, agreements, changed });
  const dialling = new Dialling({ sites, numbers, store, changed });
  return { authority, contacts, journal, rules, sites, editing, dialling, actor: new Actor(sites) };
}
