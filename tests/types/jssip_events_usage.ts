// The API of JsSIP as applications use it: Subscriber and Notifier, every member. Compiled, never run.
import type {
  DialogId,
  IncomingRequest,
  Notifier,
  NotifierOptions,
  NotifierTerminationReason,
  SipSubscribeListener,
  Subscriber,
  SubscriberOptions,
  SubscriberParams,
  SubscriberTerminatedCode,
  UA,
  URI,
} from 'ringline/jssip';

export function watch(ua: UA, uri: URI): void {
  const params: SubscriberParams = {
    from_uri: uri,
    from_display_name: 'A',
    to_uri: uri,
    to_display_name: 'B',
    cseq: 1,
  };
  const options: SubscriberOptions = {
    expires: 60,
    contentType: 'a/b',
    allowEvents: 'presence',
    params,
    extraHeaders: ['X: y'],
  };
  const subscriber: Subscriber = ua.subscribe('bob', 'presence', 'a/b', options);
  ua.subscribe('bob', 'presence', 'a/b');
  subscriber.on('pending', () => {});
  subscriber.on('accepted', () => {});
  subscriber.on('active', () => {});
  subscriber.on('notify', (isFinal, request, body, contentType) => [
    isFinal ? request.method : body,
    contentType,
  ]);
  subscriber.on('terminated', (code: SubscriberTerminatedCode, reason, retryAfter) => [
    code === subscriber.C.FINAL_NOTIFY_RECEIVED,
    reason?.length,
    retryAfter?.toFixed(),
  ]);
  subscriber.subscribe();
  subscriber.subscribe('filter');
  subscriber.terminate('bye');
  const id: DialogId | null = subscriber.id;
  subscriber.data = { any: 1 };
  void [id?.call_id, subscriber.state === subscriber.C.STATE_ACTIVE, subscriber.data];
}

export function tell(ua: UA): void {
  const options: NotifierOptions = {
    extraHeaders: ['X: y'],
    allowEvents: 'presence',
    pending: true,
    defaultExpires: 60,
  };
  const listener: SipSubscribeListener = ({ event, request }) => {
    const notifier: Notifier = ua.notify(request as IncomingRequest, 'a/b', options);
    notifier.on('subscribe', (isUnsubscribe, subscribe, body, contentType) => [
      isUnsubscribe ? subscribe.method : body,
      contentType,
    ]);
    notifier.on('expired', () => notifier.terminate('gone', 'timeout', 30));
    notifier.on('terminated', (code: NotifierTerminationReason) => code);
    notifier.start();
    notifier.setActiveState();
    notifier.notify();
    notifier.notify('here');
    notifier.data = event;
    void [notifier.id?.local_tag, notifier.state === notifier.C.STATE_PENDING, notifier.data];
  };
  ua.on('newSubscribe', listener);
}
