/** A row of one of mod_callcenter's tables: every value is text. */
export type Row = Record<string, string>;

/** Columns in the order that `callcenter_config` prints them (docs/protocol, callcenter-lists-and-errors). */
export const AGENT_COLUMNS = words(
  'name instance_id uuid type contact status state max_no_answer wrap_up_time reject_delay_time ' +
    'busy_delay_time no_answer_delay_time last_bridge_start last_bridge_end last_offered_call ' +
    'last_status_change no_answer_count calls_answered talk_time ready_time external_calls_count',
);
export const QUEUE_COLUMNS = words(
  'name strategy moh_sound time_base_score tier_rules_apply tier_rule_wait_second ' +
    'tier_rule_wait_multiply_level tier_rule_no_agent_no_wait discard_abandoned_after ' +
    'abandoned_resume_allowed max_wait_time max_wait_time_with_no_agent ' +
    'max_wait_time_with_no_agent_time_reached record_template calls_answered calls_abandoned ' +
    'ring_progressively_delay skip_agents_with_external_calls agent_no_answer_status',
);
export const TIER_COLUMNS = words('queue agent state level position');
export const MEMBER_COLUMNS = words(
  'queue instance_id uuid session_uuid cid_number cid_name system_epoch joined_epoch rejoined_epoch ' +
    'bridge_epoch abandoned_epoch base_score skill_score serving_agent serving_system state score',
);

export const AGENT_STATUSES = ['Logged Out', 'Available', 'Available (On Demand)', 'On Break'];
export const AGENT_STATES = ['Waiting', 'Receiving', 'In a queue call', 'Idle', 'Reserved'];

export const INSTANCE = 'single_box';
/** s an abandoned member stays listed (`discard-abandoned-after`). */
export const DISCARD_S = 60;

function words(text: string): readonly string[] {
  return text.split(' ');
}

/** An agent as mod_callcenter's configuration makes it. @param second when, s since the epoch */
export const newAgent = (name: string, contact: string, second: string): Row => ({
  ...Object.fromEntries(AGENT_COLUMNS.map((column) => [column, '0'])),
  name,
  instance_id: INSTANCE,
  uuid: '',
  type: 'callback',
  contact,
  status: 'Logged Out',
  state: 'Waiting',
  last_status_change: second,
});

export const newQueue = (name: string, strategy: string): Row => ({
  name,
  strategy,
  moh_sound: 'local_stream://moh',
  time_base_score: 'system',
  tier_rules_apply: 'false',
  tier_rule_wait_second: '0',
  tier_rule_wait_multiply_level: 'false',
  tier_rule_no_agent_no_wait: 'true',
  discard_abandoned_after: String(DISCARD_S),
  abandoned_resume_allowed: 'false',
  max_wait_time: '0',
  max_wait_time_with_no_agent: '0',
  max_wait_time_with_no_agent_time_reached: '5',
  record_template: '',
  calls_answered: '0',
  calls_abandoned: '0',
  ring_progressively_delay: '0',
  skip_agents_with_external_calls: 'true',
  agent_no_answer_status: 'On Break',
});
