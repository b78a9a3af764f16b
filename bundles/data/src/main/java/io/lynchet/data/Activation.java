// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.data.ReloadReport;
import io.lynchet.api.manifest.Diagnostic;
import io.lynchet.api.manifest.Manifest;
import io.lynchet.api.manifest.ManifestReading;
import io.lynchet.api.manifest.Manifests;
import io.lynchet.api.policy.PolicyEngine;
import io.lynchet.api.policy.PolicySet;
import io.lynchet.api.policy.RoomPolicies;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.MigrationStep;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Obstacle;
import io.lynchet.api.store.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares a manifest for the switch: policies are compiled and the store is migrated before it, so that a manifest serves whole or not at all.
 * Used by one thread at a time.
 */
final class Activation {
    private static final Logger LOG = LoggerFactory.getLogger(Activation.class);

    private long generation;

    /** What a manifest is put together with. */
    record Parts(Manifests manifests, PolicyEngine engine, Store store, List<Entity> systemEntities) {}

    /**
     * How it went.
     *
     * @param next what is to serve now; null when it was refused
     */
    record Outcome(ReloadReport report, Serving next) {
        static Outcome refused(List<Diagnostic> diagnostics, List<MigrationStep> steps) {
            return new Outcome(new ReloadReport(false, diagnostics, steps), null);
        }
    }

    /** Reads the manifest file again. */
    Outcome reload(Parts parts, Set<String> acceptedLoss) {
        ManifestReading reading = parts.manifests().read();
        if (reading.manifest().isEmpty()) {
            return Outcome.refused(reading.diagnostics(), List.of());
        }
        return apply(parts, reading.manifest().get(), reading.diagnostics(), acceptedLoss);
    }

    /** Puts the manifest that serves together anew, for a store, an engine or system entities that came. */
    Outcome reapply(Parts parts, Manifest manifest) {
        return apply(parts, manifest, List.of(), Set.of());
    }

    private Outcome apply(Parts parts, Manifest manifest, List<Diagnostic> found, Set<String> acceptedLoss) {
        List<Diagnostic> diagnostics = new ArrayList<>(found);
        Optional<Schema> installed = parts.store().installed();
        Schema schema = schema(manifest, parts.systemEntities(), installed.orElse(Schema.EMPTY));
        PolicySet policies = parts.engine().compile(schema, manifest.policies());
        diagnostics.addAll(policies.diagnostics());
        RoomPolicies rooms = RoomPolicies.compile(parts.engine(), schema, manifest.rooms());
        diagnostics.addAll(rooms.diagnostics());
        if (diagnostics.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR)) {
            return Outcome.refused(diagnostics, List.of());
        }
        MigrationPlan plan = parts.manifests().plan(installed.orElse(Schema.EMPTY), schema, acceptedLoss);
        diagnostics.addAll(unknownLabels(plan, acceptedLoss));
        try {
            parts.store().install(schema, plan);
        } catch (LynchetException e) {
            if (e.code() != ErrorCode.MIGRATION_REFUSED) {
                // The finding is one sentence; what the database said stands in the cause.
                LOG.error("The store could not take the manifest over: {}", e.getMessage(), e);
            }
            diagnostics.addAll(refusals(e));
            return Outcome.refused(diagnostics, plan.steps());
        }
        Serving next = new Serving(new AppModel(manifest, schema, ++generation), policies, rooms);
        return new Outcome(new ReloadReport(true, diagnostics, plan.steps()), next);
    }

    /**
     * Those of the manifest, and then system entities by name: bundles come in any order, and a schema in another order would be another one to an archived
     * log and to the other store of a move.
     */
    private static Schema schema(Manifest manifest, List<Entity> systemEntities, Schema installed) {
        List<Entity> system = new ArrayList<>(systemEntities);
        system.addAll(kept(installed, system));
        system.sort(Comparator.comparing(Entity::name));
        List<Entity> entities = new ArrayList<>(manifest.entities());
        entities.addAll(system);
        return new Schema(entities);
    }

    /**
     * System entities whose bundle is not there, because it has not started yet or has been taken away: no manifest says that their rows may
     * go. They are copied, since an entity belongs to one generation.
     */
    private static List<Entity> kept(Schema installed, List<Entity> wanted) {
        Set<String> names = wanted.stream().map(Entity::name).collect(java.util.stream.Collectors.toSet());
        return installed.entities().stream()
                .filter(entity -> entity.system() && !names.contains(entity.name()))
                .map(entity -> entity.mapFields(field -> field))
                .toList();
    }

    private static List<Diagnostic> unknownLabels(MigrationPlan plan, Set<String> acceptedLoss) {
        Set<String> labels =
                plan.steps().stream().map(MigrationStep::label).collect(java.util.stream.Collectors.toSet());
        return acceptedLoss.stream()
                .filter(label -> !labels.contains(label))
                .sorted()
                .map(label -> new Diagnostic(
                        Diagnostic.Severity.WARNING,
                        "MIGRATION_STEP_UNKNOWN",
                        "No step of this migration is called " + label + ".",
                        null,
                        "the steps are: " + labels.stream().sorted().toList()))
                .toList();
    }

    private static List<Diagnostic> refusals(LynchetException refusal) {
        List<Diagnostic> list = new ArrayList<>();
        for (Problem problem : refusal.problems()) {
            String hint = problem.code() == ErrorCode.MIGRATION_REFUSED
                    ? Obstacle.advice(problem).orElse(null)
                    : null;
            list.add(Diagnostic.error(problem.code().name(), problem.path() + ": " + problem.message(), null, hint));
        }
        if (list.isEmpty()) {
            list.add(Diagnostic.error(refusal.code().name(), refusal.getMessage(), null, null));
        }
        return list;
    }
}
