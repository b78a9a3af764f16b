// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit;

import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.MigrationStep;
import io.lynchet.api.schema.Schema;
import java.util.List;
import java.util.Set;

/** Migration plans, written by hand as the planner of the manifest would write them. */
public final class Plans {
    private Plans() {}

    /** From nothing to a schema. */
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

    /** A plan whose losses are all accepted. */
    public static MigrationPlan accepting(MigrationStep... steps) {
        return new MigrationPlan(
                List.of(steps),
                Set.copyOf(List.of(steps).stream().map(MigrationStep::label).toList()));
    }
}
