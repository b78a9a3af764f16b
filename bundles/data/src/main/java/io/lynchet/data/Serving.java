// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.data.AppModel;
import io.lynchet.api.policy.PolicySet;
import io.lynchet.api.policy.RoomPolicies;
import io.lynchet.api.schema.Entity;

/** The app that serves: one generation of schema, policies and rules of rooms that belong together. */
record Serving(AppModel model, PolicySet policies, RoomPolicies rooms) {
    boolean owns(Entity entity) {
        return model.schema().entityOrNull(entity.name()) == entity;
    }
}
