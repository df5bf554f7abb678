import type { Phone } from '../phones.ts';
import type { World } from '../world/world.ts';

/** s a phone registers for. */
const EXPIRES_S = 3600;

/** A phone has come, or has gone: sofia::register, sofia::unregister (docs/protocol, registration-*). */
export function tellRegistration(world: World, extension: string, phone: Phone): void {
  const { contact, port, token, registered } = phone;
  const { domain } = world;
  world.emitEvent('CUSTOM', {
    'Event-Subclass': registered ? 'sofia::register' : 'sofia::unregister',
    'profile-name': 'internal',
    ...(registered ? {} : { username: extension }),
    'from-user': extension,
    'from-host': domain,
    ...(registered ? { 'presence-hosts': domain } : {}),
    contact: `"" <sip:${contact}@127.0.0.1:${port}>`,
    'call-id': token,
    rpid: 'unknown',
    ...(registered
      ? { status: 'Registered(UDP)', expires: String(EXPIRES_S), 'to-user': extension }
      : {}),
    ...(registered ? { 'to-host': domain } : { realm: domain }),
    'network-ip': '127.0.0.1',
    'network-port': String(port),
    ...(registered ? { username: extension, realm: domain } : {}),
    'user-agent': 'baresip v1.0.0 (x86_64/linux)',
    ...(registered ? {} : { expires: '0' }),
    sip_number_alias: extension,
    sip_auth_username: extension,
    sip_auth_realm: domain,
    number_alias: extension,
    user_name: extension,
    domain_name: domain,
    user_context: 'default',
    effective_caller_id_name: phone.name,
    effective_caller_id_number: extension,
  });
}
