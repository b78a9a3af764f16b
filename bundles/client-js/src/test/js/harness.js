// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
import assert from 'node:assert/strict';
import { afterEach } from 'node:test';

import { FakeServer } from './fake-server.js';

export const { createClient, LynchetError, MemoryStorage } = await import(process.env.LYNCHET_CLIENT ?? '../../main/js/index.js');

/** Pauses that no test waits long for. */
export const TIMING = { base: 10, cap: 50, stable: 5_000, silence: 20_000, answer: 10_000, request: 10_000, save: 5 };

const PATIENCE_MILLIS = 10_000;
const opened = [];

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one();
});

export async function serve() {
  const server = await new FakeServer().start();
  opened.push(() => server.stop());
  return server;
}

/** A client that is closed after the test; what it could not tell otherwise fails the test. */
export function connect(server, options = {}) {
  const client = createClient({ url: server.url, storage: 'memory', timing: TIMING, ...options });
  const errors = [];
  client.onError(e => errors.push(e));
  opened.push(async () => {
    await client.close();
    if (!options.mayReport) assert.deepEqual(errors, []);
  });
  client.errors = errors;
  return client;
}

/** Waits until the condition gives something true. */
export async function until(condition, what = condition.toString()) {
  const end = Date.now() + PATIENCE_MILLIS;
  for (;;) {
    const found = await condition();
    if (found) return found;
    assert.ok(Date.now() < end, `not in time: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 2));
  }
}

export function titles(live) {
  return live.rows.map(row => row.title).join(' ');
}

/** Live rows of Todo, by title, as soon as they are there. */
export async function liveTodos(client, query = {}) {
  const live = client.live({ entity: 'Todo', order: [['title', 'asc']], ...query });
  await until(() => live.info.state === 'live');
  return live;
}

export function id(n) {
  return String(n).padStart(40, '0');
}
