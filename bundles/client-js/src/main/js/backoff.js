// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.

/** All in milliseconds. */
export const TIMING = {
  /** Longest first pause before something is tried again; doubled each time. */
  base: 1_000,
  /** Longest pause of all. */
  cap: 30_000,
  /** How long a connection has to live to count as a good one. */
  stable: 5_000,
  /** After how long without a frame the client asks whether the server is still there. */
  silence: 30_000,
  /** How long it waits for the answer. */
  answer: 10_000,
  /** How long a request may take. */
  request: 30_000,
  /** How long changed results wait for more changes before they are stored. */
  save: 300,
};

/** Exponential back-off with full jitter: thousands of clients that lost one server must not come back in step. */
export class Backoff {
  #timing;
  #attempt = 0;

  constructor(timing) {
    this.#timing = timing;
  }

  get isFresh() {
    return this.#attempt === 0;
  }

  next() {
    const most = Math.min(this.#timing.cap, this.#timing.base * 2 ** Math.min(this.#attempt++, 20));
    return Math.random() * most;
  }

  reset() {
    this.#attempt = 0;
  }
}
