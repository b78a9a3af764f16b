// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy;

import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.metrics.MetricSource;
import io.lynchet.api.policy.PolicyEngine;
import io.lynchet.api.policy.PolicyFunction;
import io.lynchet.api.policy.PolicyRule;
import io.lynchet.api.policy.PolicySet;
import io.lynchet.api.schema.Schema;
import io.lynchet.policy.rule.Functions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy engine of Lynchet's expression language.
 *
 * <p>Sets that it has compiled share its functions. Once the component has gone, no function is bound any more, and rules that call one fail
 * with {@code POLICY_FUNCTION_MISSING} until the policies are compiled by its successor; all others go on.
 */
@Component(
        name = "io.lynchet.policy",
        service = {PolicyEngine.class, MetricSource.class})
public final class ExpressionPolicyEngine implements PolicyEngine, MetricSource {
    private static final Logger LOG = LoggerFactory.getLogger(ExpressionPolicyEngine.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
    private static final Set<String> WORDS = Set.of(
            "true",
            "false",
            "null",
            "now",
            "in",
            "starts_with",
            "ends_with",
            "contains",
            "exists",
            "where",
            "auth",
            "data",
            "existing",
            "input");

    private final Functions functions = new Functions();

    // The name under which a service was added: services don't have equality to rely on, nor names that must stay.
    private final Map<Identity, String> boundNames = new ConcurrentHashMap<>();

    private record Identity(PolicyFunction function) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Identity that && that.function == function;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(function);
        }
    }

    @Deactivate
    void deactivate() {
        OwnClasses.load();
    }

    @Override
    public PolicySet compile(Schema schema, List<PolicyRule> rules) {
        PolicyReader reader = new PolicyReader(schema, functions);
        List<PolicyReader.Policy> policies =
                rules.stream().map(reader::read).filter(Objects::nonNull).toList();
        return new CompiledPolicies(schema, new ArrayList<>(policies), reader.diagnostics(), functions);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindFunction(PolicyFunction function, Map<String, Object> properties) {
        String name = nameOf(function);
        if (name == null || !NAME.matcher(name).matches() || WORDS.contains(name)) {
            LOG.error("A policy function of {} is left out: its name {} can't be used", function.getClass(), name);
            return;
        }
        boundNames.put(new Identity(function), name);
        int ranking = properties.get("service.ranking") instanceof Integer given ? given : 0;
        long id = properties.get("service.id") instanceof Long given ? given : 0;
        functions.add(name, ranking, id, function);
    }

    void unbindFunction(PolicyFunction function) {
        String name = boundNames.remove(new Identity(function));
        if (name != null) {
            functions.remove(name, function);
        }
    }

    @Override
    public void report(MetricSink sink) {
        sink.counter(
                "lynchet_policy_function_failures_total",
                "Calls of policy functions that threw or gave a wrong result.",
                Map.of(),
                (double) functions.failures());
        sink.counter(
                "lynchet_policy_function_missing_total",
                "Calls of policy functions that no bundle provides.",
                Map.of(),
                (double) functions.missing());
    }

    private static String nameOf(PolicyFunction function) {
        try {
            return function.name();
        } catch (RuntimeException | LinkageError e) {
            LOG.error("A policy function of {} does not say its name", function.getClass(), e);
            return null;
        }
    }
}
