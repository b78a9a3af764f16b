// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.live;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The live queries that are open, for operators. */
@ProviderType
public interface LiveQueries {
    /**
     * One subscription of one socket.
     *
     * @param socketId of {@link io.lynchet.api.socket.Sockets.OpenSocket#id}
     * @param id as the client named it
     * @param query entity and what was asked, as compact JSON
     * @param principal the user's id, {@code admin}, or {@code -}
     * @param seq up to which the client has been told
     * @param lag changes of the log that have not been looked at for it
     * @param rows how many rows its result has
     * @param sharedBy how many subscriptions are evaluated together with it, itself included
     */
    record Subscription(
            String socketId, String id, String query, String principal, long seq, long lag, int rows, int sharedBy) {}

    /** By socket, then in the order in which they were made. */
    List<Subscription> subscriptions();
}
