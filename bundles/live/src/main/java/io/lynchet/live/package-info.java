// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Live queries: results that the log keeps up to date, sent to the sockets that subscribed to them. */
package io.lynchet.live;
