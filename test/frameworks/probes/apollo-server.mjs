import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

const server = () => new ApolloServer({ typeDefs: 'type Query { ok: Boolean }' });

export const listeners = {
  startStandaloneServer: {
    start: (options) =>
      startStandaloneServer(server(), { listen: { port: 0, host: '127.0.0.1', ...options } }),
    withoutPort: () => startStandaloneServer(server()),
  },
};
