import express from 'express';

const start = (options) => express().listen({ port: 0, host: '127.0.0.1', ...options });

export const listeners = { 'express.Application.listen': { start } };
export const servers = { 'express.Application.listen()': () => start({}) };
