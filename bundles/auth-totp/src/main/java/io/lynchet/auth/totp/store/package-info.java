// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Enrolments and recovery codes as rows, their removal with an account, and the re-encryption of older secrets. */
package io.lynchet.auth.totp.store;
