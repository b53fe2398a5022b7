// A document of each kind, in the shape of its RFC's examples.
export const samples: Record<string, string> = {
  'application/pidf+xml': `<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model"
    xmlns:rpid="urn:ietf:params:xml:ns:pidf:rpid" entity="pres:wei@example.com">
  <tuple id="desk">
    <status><basic>open</basic></status>
    <contact priority="0.8">sip:wei@desk.example.com</contact>
    <note xml:lang="en">At the desk</note>
    <timestamp>2024-05-06T07:08:09.5+02:00</timestamp>
  </tuple>
  <tuple id="pager"><status><basic>closed</basic></status></tuple>
  <note>Back at four</note>
  <dm:person id="p1">
    <rpid:activities><rpid:note>With visitors</rpid:note><rpid:meeting/><rpid:on-the-phone/>
      <rpid:other>watering plants</rpid:other></rpid:activities>
    <dm:note>王伟在开会</dm:note>
  </dm:person>
</presence>`,

  'application/dialog-info+xml': `<?xml version="1.0"?>
<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="3" state="full" entity="sip:bob@example.org">
  <dialog id="d-1" call-id="c77@example.org" local-tag="lt1" remote-tag="rt1" direction="recipient">
    <state event="rejected" code="486">terminated</state>
    <duration>17</duration>
    <local><identity display="Bob">sip:bob@example.org</identity>
      <target uri="sip:bob@192.0.2.7"><param pname="+sip.rendering" pval="no"/></target></local>
    <remote><identity display="Ana &amp; Co">sip:ana@example.net</identity><target uri="sip:ana@192.0.2.9"/></remote>
  </dialog>
  <dialog id="d-2"><state>early</state></dialog>
</dialog-info>`,

  'application/reginfo+xml': `<?xml version="1.0"?>
<reginfo xmlns="urn:ietf:params:xml:ns:reginfo" version="0" state="full">
  <registration aor="sip:kim@example.net" id="r9" state="active">
    <contact id="k1" state="active" event="refreshed" expires="540" duration-registered="7322" q="0.9"
        callid="reg-55@192.0.2.4" cseq="12">
      <uri>sip:kim@192.0.2.4</uri>
      <display-name xml:lang="en">Kim</display-name>
      <unknown-param name="+sip.instance">"&lt;urn:uuid:00000000-0000-1000-8000-000a95a0e128&gt;"</unknown-param>
    </contact>
    <contact id="k2" state="terminated" event="probation" retry-after="30"><uri>sip:kim@192.0.2.5</uri></contact>
  </registration>
</reginfo>`,

  'application/simple-message-summary': [
    'Messages-Waiting: yes',
    'Message-Account: sip:lee@voicemail.example.com',
    'Voice-Message: 3/9 (1/2)',
    'fax-message: 0/4',
    'X-Quota: 80 %,',
    '  nearly full',
    '',
    'From: sip:ana@example.net',
    'Subject: rent',
    '',
    'From: sip:bob@example.org',
    '',
  ].join('\r\n'),

  'application/conference-info+xml': `<?xml version="1.0" encoding="UTF-8"?>
<conference-info xmlns="urn:ietf:params:xml:ns:conference-info" entity="sip:room7@conf.example.com" state="full" version="1">
  <conference-description><display-text>Room 7</display-text><subject>Budget</subject>
    <maximum-user-count>25</maximum-user-count></conference-description>
  <conference-state><user-count>2</user-count><active>true</active><locked>0</locked></conference-state>
  <users>
    <user entity="sip:ana@example.net" state="full">
      <display-text>Ana</display-text>
      <roles><entry>chair</entry><entry>speaker</entry></roles>
      <endpoint entity="sip:ana@192.0.2.9">
        <display-text>Laptop</display-text>
        <status>connected</status>
        <joining-method>dialed-in</joining-method>
        <media id="1"><type>audio</type><label>34567</label><src-id>432424</src-id><status>sendrecv</status></media>
        <media id="2"><type>video</type><status>recvonly</status></media>
      </endpoint>
    </user>
    <user entity="sip:bob@example.org"><endpoint entity="sip:bob@192.0.2.7"><status>on-hold</status></endpoint></user>
  </users>
</conference-info>`,

  'application/im-iscomposing+xml': `<?xml version="1.0" encoding="UTF-8"?>
<isComposing xmlns="urn:ietf:params:xml:ns:im-iscomposing">
  <state>active</state><lastactive>2024-05-06T07:08:09Z</lastactive><contenttype>text/plain</contenttype><refresh>90</refresh>
</isComposing>`,

  'application/rlmi+xml': `<?xml version="1.0" encoding="UTF-8"?>
<list xmlns="urn:ietf:params:xml:ns:rlmi" uri="sip:friends@lists.example.com" version="4" fullState="true" cid="top@example">
  <name xml:lang="en">Friends</name><name xml:lang="zh">朋友</name>
  <resource uri="sip:wei@example.com"><name>Wei</name><instance id="i1" state="active" cid="wei@example"/></resource>
  <resource uri="sip:ana@example.net"><instance id="i2" state="terminated" reason="rejected"/></resource>
</list>`,
};

/** Without the fields that are undefined. */
export const told = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
