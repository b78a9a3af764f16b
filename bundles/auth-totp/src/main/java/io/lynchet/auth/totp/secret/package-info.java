// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The secrets of authenticator apps at rest: AES-256-GCM, and the file with its keys. */
package io.lynchet.auth.totp.secret;
