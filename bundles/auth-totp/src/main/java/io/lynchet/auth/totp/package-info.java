// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** A second factor: codes of an authenticator app, and recovery codes for when it is lost. */
package io.lynchet.auth.totp;
