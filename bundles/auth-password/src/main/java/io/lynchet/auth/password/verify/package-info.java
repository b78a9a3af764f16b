// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The proof of an address by a mailed code, for a new account or a change of address. */
package io.lynchet.auth.password.verify;
