// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.

/** Listeners of one kind of event. */
export class Emitter {
  #listeners = new Set();

  /** Returns a function that takes the listener away again. */
  add(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get isHeard() {
    return this.#listeners.size > 0;
  }

  emit(...values) {
    for (const listener of [...this.#listeners]) {
      try {
        listener(...values);
      } catch (e) {
        // An app's mistake must show up, but not stop what the client is in the middle of.
        queueMicrotask(() => {
          throw e;
        });
      }
    }
  }
}
