// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The storage and check of passwords: Argon2id hashes, the stored rows and reset tokens, and the locks of accounts. */
package io.lynchet.auth.password.credential;
