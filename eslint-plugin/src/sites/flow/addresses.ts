/** 224.0.0.0/4 and ff00::/8. Source: RFC 5771, RFC 4291. */
const MULTICAST = /^(?:22[4-9]|23\d)\.|^ff[0-9a-f]{2}:/i;

/** Whether an address is that of a group; no name of a host is, nor what the source does not show. */
export const isMulticast = (address: string | undefined): boolean =>
  address !== undefined && MULTICAST.test(address);
