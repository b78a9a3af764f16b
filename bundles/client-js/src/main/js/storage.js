// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.

const STORES = ['meta', 'writes', 'results'];

/** Keeps everything until the page is closed. Whatever has these methods can be the `storage` of a client. */
export class MemoryStorage {
  /** Names what several clients share, so that they can talk about it; without one nobody else sees it. */
  name;
  #stores = new Map(STORES.map(store => [store, new Map()]));

  constructor(name) {
    this.name = name;
  }

  async get(store, key) {
    return structuredClone(this.#stores.get(store).get(key));
  }

  async put(store, key, value) {
    this.#stores.get(store).set(key, structuredClone(value));
  }

  async delete(store, key) {
    this.#stores.get(store).delete(key);
  }

  /** `[key, value]` in the order of the keys. */
  async entries(store) {
    return [...structuredClone(this.#stores.get(store))].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Empties all stores and puts one entry, as one step. */
  async restart(store, key, value) {
    this.#stores.forEach(entries => entries.clear());
    await this.put(store, key, value);
  }

  close() {}
}

/** The same in IndexedDB, where it survives the page. */
class IndexedDbStorage {
  name;
  #database;

  constructor(name, database) {
    this.name = name;
    this.#database = database;
    // Another page wants a newer layout; what comes after that fails and is reported.
    database.onversionchange = () => database.close();
  }

  static open(name) {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => STORES.forEach(store => request.result.createObjectStore(store));
      request.onsuccess = () => resolve(new IndexedDbStorage(name, request.result));
      request.onerror = () => reject(request.error);
      request.onblocked = () => reject(new Error('another page uses an older database; close it'));
    });
  }

  get(store, key) {
    return this.#in([store], 'readonly', transaction => transaction.objectStore(store).get(key));
  }

  put(store, key, value) {
    return this.#in([store], 'readwrite', transaction => transaction.objectStore(store).put(value, key));
  }

  delete(store, key) {
    return this.#in([store], 'readwrite', transaction => transaction.objectStore(store).delete(key));
  }

  async entries(store) {
    let keys;
    const values = await this.#in([store], 'readonly', transaction => {
      keys = transaction.objectStore(store).getAllKeys();
      return transaction.objectStore(store).getAll();
    });
    return keys.result.map((key, i) => [key, values[i]]);
  }

  restart(store, key, value) {
    return this.#in(STORES, 'readwrite', transaction => {
      STORES.forEach(each => transaction.objectStore(each).clear());
      return transaction.objectStore(store).put(value, key);
    });
  }

  close() {
    this.#database.close();
  }

  #in(stores, mode, work) {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(stores, mode);
      const request = work(transaction);
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  }
}

/** What the option asks for; memory where there is no IndexedDB, or where the browser does not let us use it. */
export async function openStorage(option, name, report) {
  if (typeof option === 'object') return option;
  if (option === 'memory' || typeof indexedDB === 'undefined') return new MemoryStorage();
  try {
    return await IndexedDbStorage.open(name);
  } catch (e) {
    report(e);
    return new MemoryStorage();
  }
}
