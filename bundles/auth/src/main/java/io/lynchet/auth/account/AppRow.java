// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.account;

import io.lynchet.api.schema.Entity;

/** A row of the app, by its id. */
record AppRow(Entity entity, String id) {}
