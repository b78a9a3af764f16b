// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.rule;

import io.lynchet.api.manifest.PolicyRule;
import io.lynchet.policy.check.Condition;

/**
 * The part of one policy that applies to an action.
 *
 * @param policy name of the policy
 * @param slot the slot of the policy
 * @param text the expression as written
 * @param condition the expression as checked
 */
public record Clause(String policy, PolicyRule.Slot slot, String text, Condition condition) {}
