import { atMostOn, onlyOn, type Truth } from '../../flow/truth.ts';
import type { Platform } from '../../site.ts';

/** What a platform calls something, in all its spellings. */
export type Texts = Readonly<Record<Platform, readonly string[]>>;

/** The properties of the system that tell platforms apart. Source: OpenJDK 17, java_props_md.c and java_props_macosx.c. */
export const PROPERTIES = new Map(
  Object.entries<Texts>({
    'os.name': {
      linux: ['Linux'],
      darwin: ['Mac OS X'],
      win32: ['Windows 10', 'Windows 11', 'Windows Server 2019', 'Windows Server 2022'],
    },
    'file.separator': { linux: ['/'], darwin: ['/'], win32: ['\\'] },
    'path.separator': { linux: [':'], darwin: [':'], win32: [';'] },
  }),
);

/** Constants that hold such a property, by their type. */
export const PROPERTY_CONSTANTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'java.io.File': {
    separator: 'file.separator',
    separatorChar: 'file.separator',
    pathSeparator: 'path.separator',
    pathSeparatorChar: 'path.separator',
  },
  'org.apache.commons.lang3.SystemUtils': { OS_NAME: 'os.name' },
  'org.apache.commons.lang.SystemUtils': { OS_NAME: 'os.name' },
};

const WINDOWS = onlyOn('win32');
const LINUX = onlyOn('linux');
const MAC = onlyOn('darwin');
const UNIX = onlyOn('linux', 'darwin');

const systemUtils = {
  IS_OS_WINDOWS: WINDOWS,
  IS_OS_LINUX: LINUX,
  IS_OS_MAC: MAC,
  IS_OS_MAC_OSX: MAC,
  IS_OS_UNIX: UNIX,
};

/** Constants and methods without arguments that ask for a platform, by their type. Source: the types' Javadoc. */
export const TESTS: Readonly<Record<string, Readonly<Record<string, Truth>>>> = {
  'org.apache.commons.lang3.SystemUtils': systemUtils,
  'org.apache.commons.lang.SystemUtils': systemUtils,
  'io.netty.util.internal.PlatformDependent': { isWindows: WINDOWS, isOsx: MAC },
  // a transport may be missing where its platform is met
  'io.netty.channel.epoll.Epoll': { isAvailable: atMostOn('linux') },
  'io.netty.channel.kqueue.KQueue': { isAvailable: atMostOn('darwin') },
  'io.netty.channel.uring.IoUring': { isAvailable: atMostOn('linux') },
  'io.netty.incubator.channel.uring.IOUring': { isAvailable: atMostOn('linux') },
  'io.vertx.core.impl.Utils': { isWindows: WINDOWS, isLinux: LINUX },
  'com.sun.jna.Platform': { isWindows: WINDOWS, isLinux: LINUX, isMac: MAC },
  'org.apache.tomcat.util.compat.JrePlatform': { IS_WINDOWS: WINDOWS, IS_MAC_OS: MAC },
  'org.apache.hadoop.util.Shell': { WINDOWS, LINUX, MAC },
  'org.apache.zookeeper.Shell': { WINDOWS },
  'org.apache.lucene.util.Constants': { WINDOWS, LINUX, MAC_OS_X: MAC },
};
