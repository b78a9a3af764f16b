// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * Groups of equal queries by callers with equal rights, each with one result: the index by changes, the subscriptions,
 * and the memory limits.
 */
package io.lynchet.live.group;
