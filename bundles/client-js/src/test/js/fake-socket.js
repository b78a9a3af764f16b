// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.

/** The server's side of a WebSocket: text frames of any size that arrive whole or in pieces, no fragments. */
export class FakeSocket {
  subscriptions = new Map();
  rooms = new Set();
  #stream;
  #buffer = Buffer.alloc(0);
  #received;

  constructor(stream, received, ended) {
    this.#stream = stream;
    this.#received = received;
    stream.on('data', chunk => this.#data(chunk));
    stream.on('close', ended);
    // Both sides cut connections in these tests.
    stream.on('error', () => stream.destroy());
  }

  send(frame) {
    this.#write(1, Buffer.from(JSON.stringify(frame)));
  }

  close(code) {
    const payload = Buffer.alloc(2);
    payload.writeUInt16BE(code);
    this.#write(8, payload);
    this.#stream.end();
  }

  destroy() {
    this.#stream.destroy();
  }

  #write(opcode, payload) {
    // Browsers insist on the shortest form of the length.
    const size = payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10;
    const header = Buffer.alloc(size);
    header[0] = 0x80 | opcode;
    header[1] = size === 2 ? payload.length : size === 4 ? 126 : 127;
    if (size === 4) header.writeUInt16BE(payload.length, 2);
    if (size === 10) header.writeBigUInt64BE(BigInt(payload.length), 2);
    if (this.#stream.writable) this.#stream.write(Buffer.concat([header, payload]));
  }

  #data(chunk) {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (let frame = this.#next(); frame; frame = this.#next()) {
      if (frame.opcode === 1) this.#received(JSON.parse(frame.payload.toString()));
      if (frame.opcode === 8) this.#stream.end();
    }
  }

  #next() {
    const buffer = this.#buffer;
    if (buffer.length < 2) return null;
    let length = buffer[1] & 0x7f;
    const start = length === 126 ? 4 : length === 127 ? 10 : 2;
    if (buffer.length < start + 4) return null;
    if (length === 126) length = buffer.readUInt16BE(2);
    if (length === 127) length = Number(buffer.readBigUInt64BE(2));
    const end = start + 4 + length;
    if (buffer.length < end) return null;
    const payload = Buffer.from(buffer.subarray(start + 4, end));
    for (let i = 0; i < payload.length; i++) payload[i] ^= buffer[start + (i % 4)];
    this.#buffer = buffer.subarray(end);
    return { opcode: buffer[0] & 0x0f, payload };
  }
}
