// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The routes that open, show, renew and end sessions, guests' ones included. */
package io.lynchet.auth.routes.session;
