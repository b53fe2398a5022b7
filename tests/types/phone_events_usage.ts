// Ringline's own API of subscriptions and publications, every member. Compiled, never run.
import {
  Phone,
  Publication,
  Subscription,
  type Notification,
  type PublicationOver,
  type PublishOptions,
  type SubscribeOptions,
  type SubscriptionEvents,
  type SubscriptionOver,
  type SubscriptionState,
} from 'ringline';

export async function watch(phone: Phone): Promise<void> {
  const options: SubscribeOptions = { accept: 'a/b', expires: 60, headers: { 'X-A': 'b' } };
  const subscription: Subscription = await phone.subscribe('bob', 'presence', options);
  await phone.subscribe('bob', 'message-summary');
  const off = subscription.on('notify', ({ body, contentType, request }: Notification) => [
    body,
    contentType,
    request.header('Event'),
  ]);
  subscription.once('state', (state: SubscriptionState) => state === 'active');
  const over = ({ reason, retryAfter, error }: SubscriptionOver) => [reason, retryAfter, error];
  subscription.on('ended', over);
  subscription.off('ended', over);
  off();
  const event: keyof SubscriptionEvents = 'ended';
  await subscription.accepted;
  subscription.refresh();
  await subscription.unsubscribe();
  const { error } = await subscription.ended;
  void [event, error?.code, subscription.id, subscription.event, subscription.state];
  void subscription.last?.body;
}

export async function tell(phone: Phone): Promise<void> {
  const options: PublishOptions = { contentType: 'a/b', expires: 60, headers: { 'X-A': 'b' } };
  const publication: Publication = await phone.publish('presence', 'open', options);
  publication.on('ended', ({ error }: PublicationOver) => error?.response);
  await publication.update('closed', 'a/b');
  await publication.remove();
  const { error } = await publication.ended;
  void [error, publication.id, publication.event];
  // @ts-expect-error what the body is has to be said
  await phone.publish('presence', 'open');
}
