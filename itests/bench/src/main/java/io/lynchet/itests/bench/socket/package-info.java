// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Many WebSocket clients on one thread, for other tests, too. */
package io.lynchet.itests.bench.socket;
