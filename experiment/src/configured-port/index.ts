/** The ports a folder is configured for. Published as `rebind/port`. */
export { bestPort } from './best.ts';
export { isConfiguration } from './file-kinds.ts';
export { findConfiguredPorts } from './find.ts';
export { readSized } from '../read-sized.ts';
export type {
  ConfiguredPort,
  ConfiguredPorts,
  FindOptions,
  Limits,
  Place,
  PortConflict,
  PortSource,
  Protocol,
  SkippedFile,
} from './model.ts';
