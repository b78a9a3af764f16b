// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The routes to register, to log in and to change the password. */
package io.lynchet.auth.password.signin;
