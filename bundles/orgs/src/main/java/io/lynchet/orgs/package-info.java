// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Organisations: members with roles, and invitations. */
package io.lynchet.orgs;
