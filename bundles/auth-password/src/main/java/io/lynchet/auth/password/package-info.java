// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Sign-in by password: register, log in, change, reset. */
package io.lynchet.auth.password;
