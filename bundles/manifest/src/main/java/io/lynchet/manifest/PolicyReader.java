// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.manifest;

import io.lynchet.api.manifest.Manifest.DeclaredOperation;
import io.lynchet.api.manifest.PolicyRule;
import io.lynchet.api.manifest.PolicyRule.Expression;
import io.lynchet.api.manifest.PolicyRule.Slot;
import io.lynchet.json.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The reader of policies as text; the policy engine parses the expressions. */
final class PolicyReader {
    private final DiagnosticCollector findings;
    private final Set<String> entityNames;
    private final Set<String> actionNames;

    PolicyReader(DiagnosticCollector findings, Set<String> entityNames, List<DeclaredOperation> operations) {
        this.findings = findings;
        this.entityNames = entityNames;
        this.actionNames = operations.stream().map(DeclaredOperation::name).collect(Collectors.toSet());
    }

    List<PolicyRule> read(ManifestSection manifest) {
        NameCheck names = new NameCheck(findings, "POLICY", "policy", false);
        List<PolicyRule> rules = new ArrayList<>();
        for (JsonNode node : manifest.list("policies", false)) {
            ManifestSection section = ManifestSection.of(node, findings);
            if (section == null) {
                continue;
            }
            String name = section.string("name", true);
            names.take(name, section.place("name"));
            String entity = section.string("entity", false);
            String action = section.string("action", false);
            Map<Slot, Expression> expressions = expressions(section);
            section.refuseOthers();
            check(section, name, entity, action, expressions);
            rules.add(new PolicyRule(
                    name, entity.isEmpty() ? null : entity, action.isEmpty() ? null : action, expressions));
        }
        return rules;
    }

    private Map<Slot, Expression> expressions(ManifestSection section) {
        Map<Slot, Expression> expressions = new EnumMap<>(Slot.class);
        for (Slot slot : Slot.values()) {
            String text = section.string(slot.key(), false);
            if (!text.isBlank()) {
                // One further than the quotation mark.
                expressions.put(
                        slot,
                        new Expression(
                                text,
                                findings.position(section.place(slot.key())).plus(1)));
            }
        }
        return expressions;
    }

    private void check(
            ManifestSection section, String name, String entity, String action, Map<Slot, Expression> expressions) {
        if (expressions.isEmpty()) {
            findings.error(
                    "POLICY_ALLOW_EMPTY",
                    "The policy \"" + name + "\" has no expression.",
                    section.place(),
                    "add \"allow\", \"allowRead\", \"allowWrite\", \"allowInsert\", \"allowUpdate\" or \"allowDelete\"");
        }
        if (entity.isEmpty() && action.isEmpty()) {
            findings.error(
                    "POLICY_NO_TARGET",
                    "The policy \"" + name + "\" names neither an entity nor an action.",
                    section.place(),
                    null);
        }
        if (!entity.isEmpty() && !entityNames.contains(entity)) {
            findings.error(
                    "POLICY_ENTITY_NOT_FOUND",
                    "There is no entity \"" + entity + "\".",
                    section.place("entity"),
                    hint(entity, entityNames));
        }
        if (!action.isEmpty() && !actionNames.contains(action)) {
            findings.error(
                    "POLICY_ACTION_NOT_FOUND",
                    "There is no action \"" + action + "\".",
                    section.place("action"),
                    hint(action, actionNames));
        }
    }

    private static String hint(String name, Set<String> known) {
        return DiagnosticCollector.didYouMean(name, known).orElse(null);
    }
}
