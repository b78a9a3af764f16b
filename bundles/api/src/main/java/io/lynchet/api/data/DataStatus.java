// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import java.util.Map;

/**
 * The figures of a store, for operators.
 *
 * @param details in display order
 */
public record DataStatus(
        String provider, String storeId, long epoch, long headSeq, long oldestSeq, Map<String, String> details) {}
