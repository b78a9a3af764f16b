// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import java.util.Map;
import java.util.Set;

/**
 * The identity, log position and capabilities of a store.
 *
 * @param provider short name, such as {@code sqlite}
 * @param storeId the identity of a set of data, made once; backups and moves keep it
 * @param epoch begins at 1 and grows with each restore
 * @param headSeq the seq of the newest committed change, which ends its commit; 0 when there is none
 * @param oldestSeq the seq of the oldest change in the log, which begins its commit; 1 when nothing was pruned
 * @param capabilities the capabilities of the store
 * @param details figures for operators (file, size in bytes, queue length), in display order
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
