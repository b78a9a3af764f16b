// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * WebSockets and event streams after the upgrade: the order of calls to their handler, messages in pieces, the
 * handshake's key, and ending them all.
 */
package io.lynchet.transport.core.channel;
