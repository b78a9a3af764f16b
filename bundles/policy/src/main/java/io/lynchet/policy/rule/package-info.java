// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The evaluation of conditions: partial evaluation to filters for one caller, with caching, explanation and calls of
 * policy functions.
 */
package io.lynchet.policy.rule;
