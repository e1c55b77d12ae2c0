import { readDgram } from './dgram.ts';
import { readNet } from './net.ts';
import {
  readAddress,
  readCreation,
  readHostPort,
  readObjectShape,
  readPortOrOptions,
  readPortOrServer,
} from './other.ts';
import type { Binding, Reading } from './reading.ts';

/** Reads a call's arguments by the shape that the catalogue gives for them. */
export function readArguments(binding: Binding): Reading {
  const shape = binding.listener.arguments;
  switch (shape.shape) {
    case 'net':
      return readNet(binding);
    case 'dgram':
      return readDgram(binding);
    case 'options':
      return readObjectShape(binding, shape);
    case 'port-or-options':
      return readPortOrOptions(binding, shape);
    case 'port-or-server':
      return readPortOrServer(binding, shape);
    case 'creation':
      return readCreation(binding, shape);
    case 'host-port':
      return readHostPort(binding);
    case 'address':
      return readAddress(binding);
  }
}
