// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The socket of a client, for tests of what bundles send on it. */
package io.lynchet.testkit.socket;
