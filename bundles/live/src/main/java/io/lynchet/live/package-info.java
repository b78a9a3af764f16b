// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Live queries: results that are kept up to date by the log, and told to the sockets that asked for them. */
package io.lynchet.live;
