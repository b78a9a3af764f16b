// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.

/** What the server refused, or `NETWORK` (`status` 0) when it could not be asked. */
export class LynchetError extends Error {
  constructor(code, message, { status = 0, details, hint, retryAfter = 0 } = {}) {
    super(message);
    this.name = 'LynchetError';
    this.code = code;
    this.status = status;
    this.details = details;
    this.hint = hint;
    /** Milliseconds that the server wants to be left alone. */
    this.retryAfter = retryAfter;
  }

  /** Whether the same may work later, without anybody doing anything. */
  get isTransient() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }

  static of(error, status = 0, retryAfter = 0) {
    const { code = 'UNKNOWN', message = 'The server refused this.', details, hint } = error ?? {};
    return new LynchetError(code, message, { status, details, hint, retryAfter });
  }
}

/** Requests with the token of the moment. */
export class Http {
  #url;
  #fetch;
  #token;
  #timeout;

  constructor(url, fetch, token, timeout) {
    this.#url = url;
    this.#fetch = fetch;
    this.#token = token;
    this.#timeout = timeout;
  }

  /** Resolves to `{body, headers}`; rejects with a `LynchetError`. */
  async call(method, path, body, token = this.#token()) {
    const headers = {};
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    let answer;
    let text;
    try {
      answer = await this.#fetch(this.#url + path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(this.#timeout),
      });
      text = await answer.text();
    } catch (e) {
      throw new LynchetError('NETWORK', `The server can't be reached: ${e.message}`);
    }
    return { body: parsed(answer, text), headers: answer.headers };
  }
}

function parsed(answer, text) {
  let body;
  try {
    body = text === '' ? null : JSON.parse(text);
  } catch {
    // A proxy's page. What it is about is told by the status only.
    throw new LynchetError('BAD_ANSWER', `The response (${answer.status}) is not JSON.`, { status: answer.ok ? 502 : answer.status });
  }
  if (!answer.ok) throw LynchetError.of(body?.error, answer.status, 1_000 * (Number(answer.headers.get('Retry-After')) || 0));
  return body;
}
