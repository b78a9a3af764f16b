// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The change stream over sockets, on one thread: its subscribers, their first frames, and the events of each further
 * commit.
 */
package io.lynchet.sync.stream;
