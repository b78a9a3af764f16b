// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * An organisation, its members and invitations as rows and records: entities, roles, ids, limits, the manifest's
 * settings, and the version rows that let one change succeed.
 */
package io.lynchet.orgs.model;
