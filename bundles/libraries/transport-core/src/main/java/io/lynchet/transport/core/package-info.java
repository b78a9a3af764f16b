// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The common part of all transports, whatever library carries them; packed into each of them. */
package io.lynchet.transport.core;
