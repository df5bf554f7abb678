import { Listener, uuidOf, type Headers } from './listener.ts';

/** What FreeSWITCH tells of calls, written by hand in the shape of its events. */
export class Story extends Listener {
  /** The state of a leg, as CHANNEL_CALLSTATE tells it. */
  state(leg: string, state: string, headers: Headers = {}): this {
    return this.tell('CHANNEL_CALLSTATE', leg, { 'Channel-Call-State': state, ...headers });
  }

  /** A leg is answered now. */
  answer(leg: string): this {
    return this.state(leg, 'ACTIVE', { 'Caller-Channel-Answered-Time': `${this.nowMs * 1000}` });
  }

  execute(leg: string, application: string, data = ''): this {
    return this.tell('CHANNEL_EXECUTE', leg, {
      Application: application,
      'Application-Data': data,
      ...this.#presence(leg),
    });
  }

  bridge(a: string, b: string, call = a): this {
    return this.tell('CHANNEL_BRIDGE', a, {
      'Channel-Call-UUID': `@${call}`,
      'Bridge-A-Unique-ID': `@${a}`,
      'Bridge-B-Unique-ID': `@${b}`,
    });
  }

  hangup(leg: string, cause: string): this {
    return this.state(leg, 'HANGUP', { 'Hangup-Cause': cause }).tell('CHANNEL_DESTROY', leg, {
      'Hangup-Cause': cause,
    });
  }

  /** A leg from outside, or from a phone that dials. */
  from(leg: string, name: string, number: string, dest: string, presence = ''): this {
    const caller = {
      'Caller-Caller-ID-Name': name,
      'Caller-Caller-ID-Number': number,
      'Caller-Destination-Number': dest,
      'Caller-Dialplan': 'XML',
      'Caller-Context': 'default',
    };
    const basic = { 'Call-Direction': 'inbound', 'Channel-Presence-ID': presence };
    return this.tell('CHANNEL_CREATE', leg, {
      ...basic,
      'Channel-State': 'CS_INIT',
      'Channel-Call-State': 'DOWN',
      ...caller,
    }).tell('CHANNEL_STATE', leg, {
      ...basic,
      'Channel-State': 'CS_ROUTING',
      'Channel-State-Number': '2',
      ...caller,
    });
  }

  /** A leg to a phone, placed for another leg or (`''`) for none, and ringing. */
  to(leg: string, phone: string, by: string, shown: Headers = {}): this {
    const caller = {
      'Caller-Caller-ID-Number': '0000000000',
      'Caller-Callee-ID-Name': 'Outbound Call',
      'Caller-Callee-ID-Number': phone,
      'Caller-Destination-Number': phone,
      ...shown,
    };
    const basic = {
      'Call-Direction': 'outbound',
      'Channel-Presence-ID': `${phone}@pbx.example.test`,
      'Channel-Call-UUID': by === '' ? `@${leg}` : `@${by}`,
    };
    const other: Headers =
      by === '' ? {} : { 'Other-Type': 'originator', 'Other-Leg-Unique-ID': `@${by}` };
    // The caller's headers stand before the other leg's, and both before the variables.
    const { variable_cc_queue, variable_fifo_name, ...callers } = caller as Record<string, string>;
    const rest = {
      ...callers,
      ...other,
      ...(variable_cc_queue === undefined ? {} : { variable_cc_queue }),
      ...(variable_fifo_name === undefined ? {} : { variable_fifo_name }),
    };
    return this.tell('CHANNEL_CREATE', leg, {
      ...basic,
      'Channel-State': 'CS_INIT',
      'Channel-Call-State': 'DOWN',
      ...rest,
    })
      .tell('CHANNEL_ORIGINATE', leg, { ...basic, ...rest })
      .tell('CHANNEL_STATE', leg, {
        ...basic,
        'Channel-State': 'CS_ROUTING',
        'Channel-State-Number': '2',
        ...rest,
      })
      .state(leg, 'RINGING');
  }

  /** CALL_UPDATE: whose caller id a leg has now, and whom it is told it reached. */
  update(leg: string, caller: readonly [string, string], callee: readonly [string, string]): this {
    return this.tell('CALL_UPDATE', leg, {
      'Caller-Caller-ID-Name': caller[0],
      'Caller-Caller-ID-Number': caller[1],
      'Caller-Callee-ID-Name': callee[0],
      'Caller-Callee-ID-Number': callee[1],
      Direction: 'SEND',
    });
  }

  /** A leg is sent to applications instead of a number (`uuid_transfer … inline`). */
  inline(leg: string, applications: string): this {
    const channel = this.table.get(uuidOf(leg));
    return this.tell('CHANNEL_STATE', leg, {
      'Channel-State': 'CS_ROUTING',
      'Channel-State-Number': '2',
      ...this.#presence(leg),
      'Caller-Caller-ID-Name': channel?.cid_name ?? '',
      'Caller-Caller-ID-Number': channel?.cid_num ?? '',
      'Caller-Destination-Number': applications,
      'Caller-Dialplan': 'inline',
    });
  }

  /** Events that write the presence have it from the leg (switch_channel_event_set_basic_data). */
  #presence(leg: string): Headers {
    return { 'Channel-Presence-ID': this.table.get(uuidOf(leg))?.presence_id ?? '' };
  }
}
