// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Organisations: who belongs to which with what role, and invitations into them. */
package io.lynchet.auth.org;
