// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Sign-in by a mailed code. */
package io.lynchet.auth.code;
