// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.app;

import io.lynchet.api.Diagnostic;
import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.data.ReloadReport;
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
 * The preparation of a manifest before it serves. Policies are compiled and the store is migrated first, so that a
 * manifest serves whole or not at all. Used by one thread at a time.
 */
public final class Activation {
    private static final Logger LOG = LoggerFactory.getLogger(Activation.class);

    private long generation;

    /** The parts from which an app is assembled. */
    public record Parts(Manifests manifests, PolicyEngine engine, Store store, List<Entity> systemEntities) {}

    /**
     * The outcome of a preparation.
     *
     * @param next the app that is to serve, or null when the manifest was refused
     */
    public record Outcome(ReloadReport report, ServingApp next) {
        static Outcome refused(List<Diagnostic> diagnostics, List<MigrationStep> steps) {
            return new Outcome(new ReloadReport(false, diagnostics, steps), null);
        }
    }

    /** Reads the manifest file and prepares it. */
    public Outcome reload(Parts parts, Set<String> acceptedLoss) {
        ManifestReading reading = parts.manifests().read();
        if (reading.manifest().isEmpty()) {
            return Outcome.refused(reading.diagnostics(), List.of());
        }
        return apply(parts, reading.manifest().get(), reading.diagnostics(), acceptedLoss);
    }

    /** Prepares the serving manifest again, for a new store, engine or system entities. */
    public Outcome reapply(Parts parts, Manifest manifest) {
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
                // The diagnostic is one sentence; the database's own text is in the cause.
                LOG.error("The store could not apply the manifest: {}", e.getMessage(), e);
            }
            diagnostics.addAll(refusals(e));
            return Outcome.refused(diagnostics, plan.steps());
        }
        ServingApp next = new ServingApp(new AppModel(manifest, schema, ++generation), policies, rooms);
        return new Outcome(new ReloadReport(true, diagnostics, plan.steps()), next);
    }

    /**
     * Returns the entities of the manifest, then system entities by name. Bundles come in any order. A schema in
     * another order would be a different one for an archived log and for the other store of a move.
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
     * Returns system entities whose bundle is missing, because it has not started yet or was removed: no manifest
     * allows their rows to go. They are copied, since an entity belongs to one generation.
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
                        "This migration has no step " + label + ".",
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
