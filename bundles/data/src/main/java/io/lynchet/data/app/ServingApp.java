// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.app;

import io.lynchet.api.data.AppModel;
import io.lynchet.api.policy.PolicySet;
import io.lynchet.api.policy.RoomPolicies;
import io.lynchet.api.schema.Entity;

/** The app that serves: one generation of schema, policies and room rules that belong together. */
public record ServingApp(AppModel model, PolicySet policies, RoomPolicies rooms) {
    public boolean owns(Entity entity) {
        return model.schema().entityOrNull(entity.name()) == entity;
    }
}
