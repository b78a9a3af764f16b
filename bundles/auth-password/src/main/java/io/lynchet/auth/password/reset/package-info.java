// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** A new password by a mailed token. */
package io.lynchet.auth.password.reset;
