// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.schema;

import java.util.List;
import java.util.Set;

/**
 * The ordered steps from the installed schema to the wanted one. Changes that touch no stored data (relations,
 * defaults, readonly, policies) need no step.
 *
 * @param steps in the order of application; empty when the stored shape is the same
 * @param acceptedLoss the labels of steps that may lose data, as given by the operator
 */
public record MigrationPlan(List<MigrationStep> steps, Set<String> acceptedLoss) {
    public static final MigrationPlan NOTHING = new MigrationPlan(List.of(), Set.of());

    public MigrationPlan {
        steps = List.copyOf(steps);
        acceptedLoss = Set.copyOf(acceptedLoss);
    }

    /** Returns the steps that lose data and were not accepted. */
    public List<MigrationStep> refused() {
        return steps.stream()
                .filter(step -> step.losesData() && !acceptedLoss.contains(step.label()))
                .toList();
    }
}
