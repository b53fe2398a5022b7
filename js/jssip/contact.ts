// Where we can be reached: our own URI, or what the registrar made for us (RFC 5627).
import type * as Contract from '../../types/jssip.js';
import type { IncomingResponse } from './sip_message.js';
import { NameAddrHeader } from './name_addr_header.js';
import type { URI } from './uri.js';

export class Contact implements Contract.UAContact {
  pub_gruu: string | null = null;
  temp_gruu: string | null = null;

  constructor(readonly uri: URI) {}

  toString({ anonymous, outbound }: Contract.UAContactOptions = {}): string {
    const gruu = anonymous ? this.temp_gruu : this.pub_gruu;
    if (gruu) return `<${gruu}>`;
    const uri = anonymous ? 'sip:anonymous@anonymous.invalid;transport=ws' : this.uri;
    return `<${uri}${outbound ? ';ob' : ''}>`;
  }

  /** Takes over what the response to a REGISTER says of this instance. */
  learn(response: IncomingResponse, instanceId: string): void {
    for (const text of response.getHeaders('Contact')) {
      const contact = NameAddrHeader.parse(text);
      if (!contact?.getParam<string>('+sip.instance')?.includes(instanceId)) continue;
      this.pub_gruu = unquoted(contact.getParam('pub-gruu'));
      this.temp_gruu = unquoted(contact.getParam('temp-gruu'));
    }
  }
}

function unquoted(value: string | null | undefined): string | null {
  return value?.replace(/^"|"$/g, '') ?? null;
}
