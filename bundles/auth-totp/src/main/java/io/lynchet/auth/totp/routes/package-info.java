// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The routes to enrol, verify, renew and remove a second factor. */
package io.lynchet.auth.totp.routes;
