// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.rule;

import io.lynchet.api.policy.PolicyRule;
import io.lynchet.policy.check.Condition;

/**
 * What one policy says about an action.
 *
 * @param policy name of the policy
 * @param slot where in the policy it stands
 * @param text the expression as written
 * @param condition the expression as checked
 */
public record Clause(String policy, PolicyRule.Slot slot, String text, Condition condition) {}
