// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The accounts of what callers take, by name, address and network. */
package io.lynchet.http.limit;
