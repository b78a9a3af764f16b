// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import java.util.Map;
import java.util.Set;

/**
 * What a store says of itself.
 *
 * @param provider short name, such as {@code sqlite}
 * @param storeId made once for a set of data, kept by backups and moves
 * @param epoch begins at 1 and grows with each restore
 * @param headSeq seq of the newest committed change, which ends its commit; 0 when there is none
 * @param oldestSeq seq of the oldest change that can be read, which begins its commit; 1 when nothing was pruned
 * @param capabilities what it can do
 * @param details figures for operators (file, size in bytes, queue length), in the order in which they are shown
 */
public record StoreInfo(
        String provider,
        String storeId,
        long epoch,
        long headSeq,
        long oldestSeq,
        Set<StoreCapability> capabilities,
        Map<String, String> details) {
    public StoreInfo {
        capabilities = Set.copyOf(capabilities);
    }
}
