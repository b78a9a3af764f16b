// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import io.lynchet.api.LynchetException;
import java.sql.SQLException;

/** What an error of the database means to callers. Its own text goes into the cause, never into the message: it may hold SQL and values. */
public interface Failures {
    LynchetException of(SQLException failure);

    /** Whether a statement was ended by us before it was through, see {@link Database#watch}. */
    boolean isInterruption(SQLException failure);

    /** Whether the connection is gone, so that a read may be tried on another one. */
    default boolean isLost(SQLException failure) {
        return false;
    }
}
