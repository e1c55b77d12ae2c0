import type { Family, JavaType, Method } from './family.ts';
import { grpc } from './grpc.ts';
import { javaNet } from './java-net.ts';
import { javaNio } from './java-nio.ts';
import { jetty, oldJetty } from './jetty.ts';
import { jdkServers } from './jdk-servers.ts';
import { mina } from './mina.ts';
import { netty } from './netty.ts';
import { reactorNetty, rsocket } from './reactor.ts';
import * as rest from './rest-servers.ts';
import * as small from './small-servers.ts';
import { thrift } from './thrift.ts';
import { onVertx, vertx } from './vertx.ts';
import * as web from './web-servers.ts';

/** All that the front end for Java knows, a family a library. */
export const families: readonly Family[] = [
  ...[javaNet, javaNio, jdkServers, netty, reactorNetty, mina, grpc],
  ...[jetty, oldJetty, web.undertow, web.tomcat, web.javalin, web.spark, web.helidon],
  ...[rest.restlet, rest.grizzly, rest.jersey, vertx, onVertx, rsocket, thrift],
  ...[small.prometheus, small.nanoHttpd, small.javaWebSocket, small.smartSocket, small.androidAsync],
  ...[small.subEtha, small.jsmpp, small.testServers],
];

const types = new Map<string, JavaType>(families.flatMap((family) => Object.entries(family.types)));

/** The facts of a type, by its full name. */
export function typeNamed(name: string): JavaType | undefined {
  return types.get(name);
}

/** The full names of the types. */
export const typeNames: readonly string[] = [...types.keys()];

/** What a method of a type does, inherited ones included. */
export function methodOf(name: string | undefined, method: string): Method | undefined {
  for (let type = name === undefined ? undefined : types.get(name); type;) {
    const found = type.methods && Object.hasOwn(type.methods, method) ? type.methods[method] : undefined;
    if (found) {
      return found;
    }
    type = type.extends === undefined ? undefined : types.get(type.extends);
  }
  return undefined;
}
