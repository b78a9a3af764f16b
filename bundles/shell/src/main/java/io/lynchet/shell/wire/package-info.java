// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The protocol between shell client and server. */
package io.lynchet.shell.wire;
