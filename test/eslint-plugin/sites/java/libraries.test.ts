import { describe, expect, it } from 'vitest';
import { fix, lint, reports } from '../../lint.ts';
import { method } from './java.ts';

const JAVA = { filename: 'Server.java' };
const JETTY = 'import org.eclipse.jetty.server.Server;\nimport org.eclipse.jetty.server.ServerConnector;\n';
const UNDERTOW = 'import io.undertow.Undertow;\nimport org.xnio.Options;\n';
const GRPC = 'import io.grpc.Server;\nimport io.grpc.ServerBuilder;\n';
const GRPC_NETTY = 'import io.grpc.netty.NettyServerBuilder;\nimport io.netty.channel.ChannelOption;\n';

const jetty = (...lines: string[]): string =>
  method(['ServerConnector connector = new ServerConnector(server);', ...lines].join('\n'), JETTY);

describe('a server of a library', () => {
  it.each([
    ['Jetty', jetty('connector.setPort(8080);'), 'ServerConnector.setPort() on port 8080'],
    [
      'Undertow',
      method(
        'Undertow.builder().addHttpListener(8080, "localhost").setHandler(h).build().start();',
        UNDERTOW,
      ),
      'Undertow addHttpListener() on port 8080',
    ],
    [
      'gRPC',
      method('Server server = ServerBuilder.forPort(50051).addService(service).build().start();', GRPC),
      'ServerBuilder.forPort() on port 50051',
    ],
    [
      'gRPC on Netty',
      method('NettyServerBuilder.forPort(50051).addService(service).build().start();', GRPC_NETTY),
      'NettyServerBuilder.forPort() on port 50051',
    ],
  ])('that says nothing is reported: %s', (_, code, text) => {
    const [message, ...others] = lint(code, JAVA).map((one) => one.message);
    expect(others).toEqual([]);
    expect(message).toContain(text);
  });

  it.each([
    ['Jetty', jetty('connector.setReuseAddress(true);', 'connector.setPort(8080);')],
    ['Jetty, after its port', jetty('connector.setPort(8080);', 'connector.setReuseAddress(true);')],
    ['Jetty on port 0', jetty('connector.setPort(0);')],
    ['another port', method('settings.setPort(8080);', JETTY)],
    [
      'Undertow',
      method(
        'Undertow.builder().addHttpListener(8080, "localhost").setSocketOption(Options.REUSE_ADDRESSES, true).build();',
        UNDERTOW,
      ),
    ],
    [
      'gRPC on Netty',
      method(
        'NettyServerBuilder.forPort(50051).withOption(ChannelOption.SO_REUSEADDR, true).build();',
        GRPC_NETTY,
      ),
    ],
    [
      'gRPC on Netty, in statements',
      method(
        'NettyServerBuilder builder = NettyServerBuilder.forPort(50051);\nbuilder.withOption(ChannelOption.SO_REUSEADDR, true);',
        GRPC_NETTY,
      ),
    ],
    ['gRPC on port 0', method('ServerBuilder.forPort(0).build();', GRPC)],
  ])('that says it, or has nothing to say, is passed over: %s', (_, code) => {
    expect(lint(code, JAVA).map(({ message }) => message)).toEqual([]);
  });

  it('is told in the words of Jetty, and stays told', () => {
    const fixed = fix(jetty('connector.setPort(8080);'), JAVA);
    expect(fixed).toContain('connector.setReuseAddress(true);\n    connector.setPort(8080);');
    expect(reports(fixed, JAVA)).toEqual([]);
  });

  it.each([
    ['Jetty', jetty('connector.setPort(8080);', 'connector.setReuseAddress(false);')],
    [
      'Undertow',
      method(
        'Undertow.builder().addHttpListener(8080, "localhost").setSocketOption(Options.REUSE_ADDRESSES, false).build();',
        UNDERTOW,
      ),
    ],
  ])('that switches it off is reported: %s', (_, code) => {
    expect(reports(code, JAVA)).toEqual(['no-disabled-reuse']);
    expect(reports(fix(code, JAVA), JAVA)).toEqual([]);
  });
});
