// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy;

import io.lynchet.api.lease.ServiceRank;
import io.lynchet.api.lease.Wiring;
import io.lynchet.api.manifest.PolicyRule;
import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.metrics.MetricSource;
import io.lynchet.api.policy.PolicyEngine;
import io.lynchet.api.policy.PolicyFunction;
import io.lynchet.api.policy.PolicySet;
import io.lynchet.api.schema.Schema;
import io.lynchet.policy.rule.PolicyFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy engine of Lynchet's expression language.
 *
 * <p>All sets that it compiles share its functions. After the component has gone, no function is bound. Then rules that
 * call one fail with {@code POLICY_FUNCTION_MISSING} until the next engine compiles the policies; all other rules go
 * on.
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

    private final PolicyFunctions functions = new PolicyFunctions();

    private Wiring wiring;

    @Activate
    void activate(BundleContext context) {
        wiring = new Wiring(context, LOG::warn);
        wiring.each(PolicyFunction.class, this::use);
    }

    @Deactivate
    void deactivate() {
        ClassPreload.load();
        wiring.close();
    }

    private AutoCloseable use(PolicyFunction function, ServiceReference<PolicyFunction> reference) {
        String name = nameOf(function);
        if (name == null || !NAME.matcher(name).matches() || WORDS.contains(name)) {
            LOG.error("A policy function of {} is ignored: its name {} is not allowed", function.getClass(), name);
            return () -> {};
        }
        ServiceRank rank = ServiceRank.of(reference);
        functions.add(name, rank.ranking(), rank.serviceId(), function);
        // Under the name of its arrival: a function need not always return the same.
        return () -> functions.remove(name, function);
    }

    @Override
    public PolicySet compile(Schema schema, List<PolicyRule> rules) {
        PolicyCompiler reader = new PolicyCompiler(schema, functions);
        List<PolicyCompiler.Policy> policies =
                rules.stream().map(reader::read).filter(Objects::nonNull).toList();
        return new CompiledPolicies(schema, new ArrayList<>(policies), reader.diagnostics(), functions);
    }

    @Override
    public void report(MetricSink sink) {
        sink.counter(
                "lynchet_policy_function_failures_total",
                "Calls of policy functions that threw or returned an invalid result.",
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
            LOG.error("A policy function of {} has no name", function.getClass(), e);
            return null;
        }
    }
}
