// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * Groups of callers with equal read rights. A group evaluates each commit once and shares its recent events. Also the
 * metrics of sync.
 */
package io.lynchet.sync.group;
