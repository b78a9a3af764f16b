// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The routes of organisations and members, and the check who may use them. */
package io.lynchet.orgs.routes;
