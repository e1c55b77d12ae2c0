import { dgram as dgramFamily } from '../../eslint-plugin/src/sites/javascript/catalogue/node-dgram.ts';
import { netListener } from '../../eslint-plugin/src/sites/javascript/catalogue/node-net.ts';
import type { Listener } from '../../eslint-plugin/src/sites/javascript/catalogue/family.ts';

/** net.Server.listen() as the catalogue has it. */
export const net: Listener = netListener('net.Server.listen()');

/** dgram.Socket.bind() as the catalogue has it. */
export const dgram: Listener = dgramFamily.types?.['dgram.Socket']?.listeners?.bind ?? net;
