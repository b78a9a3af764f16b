// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The decision whether a code counts: limits, one-time use, confirmation of an app, and completion of a waiting
 * sign-in.
 */
package io.lynchet.auth.totp.verify;
