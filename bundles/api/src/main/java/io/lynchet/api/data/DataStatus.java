// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import java.util.Map;

/**
 * Figures of the store that serves, for operators.
 *
 * @param details in the order in which they are shown
 */
public record DataStatus(
        String provider, String storeId, long epoch, long headSeq, long oldestSeq, Map<String, String> details) {}
