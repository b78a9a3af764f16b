// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.live;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The open live queries, for operators. */
@ProviderType
public interface LiveQueries {
    /**
     * One subscription of one socket.
     *
     * @param socketId the id of the socket, see {@link io.lynchet.api.socket.Sockets.OpenSocket#id}
     * @param id the subscription id from the client
     * @param query the entity and the query, as compact JSON
     * @param principal the user's id, {@code admin}, or {@code -}
     * @param seq the seq up to which the client has all changes
     * @param lag the number of log entries not yet evaluated for it
     * @param rows the number of rows in its result
     * @param sharedBy the number of subscriptions evaluated together with it, itself included
     */
    record Subscription(
            String socketId, String id, String query, String principal, long seq, long lag, int rows, int sharedBy) {}

    /**
     * Returns the subscriptions by socket, then in the order of subscribing. Blocks for at most 5 seconds, and then
     * fails with {@code UNAVAILABLE}.
     */
    List<Subscription> subscriptions();
}
