// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Sign-in by a code that is mailed. */
package io.lynchet.auth.code;
