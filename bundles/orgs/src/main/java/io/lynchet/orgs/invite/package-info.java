// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Invitations from mail to acceptance: their rules, mail and routes. */
package io.lynchet.orgs.invite;
