import { dgram as dgramFamily } from '../../eslint-plugin/src/sites/javascript/catalogue/node-dgram.ts';
import { netListener } from '../../eslint-plugin/src/sites/javascript/catalogue/node-net.ts';
import type { ApiFacts } from '../../eslint-plugin/src/sites/site.ts';

/** net.Server.listen() as the catalogue has it. */
export const net: ApiFacts = netListener('net.Server.listen()').api;

/** dgram.Socket.bind() as the catalogue has it. */
export const dgram: ApiFacts = dgramFamily.types?.['dgram.Socket']?.listeners?.bind?.api ?? net;
