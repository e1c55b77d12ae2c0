export { bestPort } from './best.ts';
export { findConfiguredPorts } from './find.ts';
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
