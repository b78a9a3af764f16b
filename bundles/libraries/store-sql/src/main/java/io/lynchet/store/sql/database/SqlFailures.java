// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.database;

import io.lynchet.api.LynchetException;
import java.sql.SQLException;

/**
 * The meaning of a database's errors for callers. The database's own text goes into the cause, never into the message:
 * it may hold SQL and values.
 */
public interface SqlFailures {
    LynchetException of(SQLException failure);

    /** Returns whether the server itself ended the statement early, see {@link Database#watch}. */
    boolean isInterruption(SQLException failure);

    /** Returns whether the connection is lost, so that a read may be tried on another one. */
    default boolean isLost(SQLException failure) {
        return false;
    }
}
