// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Characters, numbers and instants, byte by byte. */
package io.lynchet.json.text;
