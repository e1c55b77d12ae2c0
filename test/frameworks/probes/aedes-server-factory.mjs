import { Aedes } from 'aedes';
import { createServer } from 'aedes-server-factory';

export const servers = {
  'createServer()': async () => createServer(await Aedes.createBroker()),
};
