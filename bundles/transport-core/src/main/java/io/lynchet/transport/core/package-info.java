// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** What transports have in common, whatever library carries them; packed into each of them. */
package io.lynchet.transport.core;
