// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit;

import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.MigrationStep;
import io.lynchet.api.schema.Schema;
import java.util.List;
import java.util.Set;

/** Migration plans, written by hand in the form of the manifest's planner. */
public final class Plans {
    private Plans() {}

    /** Returns a plan from nothing to a schema. */
    public static MigrationPlan create(Schema schema) {
        return new MigrationPlan(
                schema.entities().stream()
                        .map(entity -> (MigrationStep) new MigrationStep.CreateEntity(entity))
                        .toList(),
                Set.of());
    }

    public static MigrationPlan of(MigrationStep... steps) {
        return new MigrationPlan(List.of(steps), Set.of());
    }

    /** Returns a plan with all its losses accepted. */
    public static MigrationPlan accepting(MigrationStep... steps) {
        return new MigrationPlan(
                List.of(steps),
                Set.copyOf(List.of(steps).stream().map(MigrationStep::label).toList()));
    }
}
