// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** A port for a transport under test, and clients that hide nothing. */
package io.lynchet.testkit.http;
