import type { unstated } from '../messages.ts';
import { RUNTIMES } from '../sites/runtimes/index.ts';
import type { ListenSite } from '../sites/site.ts';
import type { Situation } from '../verdict.ts';

/** What is said of a site that says nothing of reuse, by the id of its message. */
export function unstatedMessage({ api }: ListenSite, situation: Situation): keyof typeof unstated {
  switch (situation) {
    case 'tcp':
      return api.unstated ?? RUNTIMES[api.runtime].unstatedTcp;
    case 'udp-unicast':
      return api.unstated ?? 'udpUnicast';
    case 'udp-multicast':
      return 'udpMulticast';
    case 'no-option':
      return api.unstated ?? 'noOption';
    case 'dropped':
      return api.unstated ?? 'dropped';
    case 'shares':
      return api.options.length > 0 ? 'shares' : 'sharesNoOption';
  }
}
