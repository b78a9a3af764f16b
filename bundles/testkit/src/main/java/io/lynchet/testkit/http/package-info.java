// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** A port for a transport under test, and a client that hides nothing. */
package io.lynchet.testkit.http;
