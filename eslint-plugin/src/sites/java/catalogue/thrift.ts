import { server, settingByItself } from './apis.ts';
import type { Family, JavaType } from './family.ts';

const bound = (name: string): JavaType => ({
  constructs: { binding: server({ ...settingByItself(`new ${name}()`), options: [] }) },
});

export const thrift: Family = {
  name: 'Apache Thrift',
  source: 'apache/thrift: TServerSocket.java, TNonblockingServerSocket.java',
  types: {
    'org.apache.thrift.transport.TServerSocket': bound('TServerSocket'),
    'org.apache.thrift.transport.TNonblockingServerSocket': bound('TNonblockingServerSocket'),
    'org.apache.thrift.transport.TSSLTransportFactory': {
      statics: {
        getServerSocket: {
          type: 'org.apache.thrift.transport.TServerSocket',
          binding: server({ ...settingByItself('TSSLTransportFactory.getServerSocket()'), options: [] }),
        },
      },
    },
  },
};
