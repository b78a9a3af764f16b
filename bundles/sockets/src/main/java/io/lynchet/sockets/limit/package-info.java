// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The settings of sockets, the limits per user and per address, and the threads that work for all sockets. */
package io.lynchet.sockets.limit;
