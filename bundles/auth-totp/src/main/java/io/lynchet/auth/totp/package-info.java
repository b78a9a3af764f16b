// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** A second factor: codes of an authenticator app, and recovery codes for its loss. */
package io.lynchet.auth.totp;
