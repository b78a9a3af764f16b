// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.store.sql.database.SqlFailures;
import java.sql.SQLException;

/** The meaning of PostgreSQL's errors, by SQLSTATE (appendix A of its manual). */
final class PostgresFailures implements SqlFailures {
    static final PostgresFailures INSTANCE = new PostgresFailures();

    private PostgresFailures() {}

    private static String state(SQLException failure) {
        return failure.getSQLState() == null ? "" : failure.getSQLState();
    }

    @Override
    public LynchetException of(SQLException failure) {
        String state = state(failure);
        if (isLost(failure)) {
            return LynchetException.retryable(ErrorCode.UNAVAILABLE, "the database is not available now", 1, failure);
        }
        if (state.equals("53100")) {
            return new LynchetException(ErrorCode.STORE_FULL, "the disk of the database is full", failure);
        }
        if (state.startsWith("53") || state.equals("55P03")) {
            return LynchetException.retryable(ErrorCode.OVERLOADED, "the database is overloaded", 1, failure);
        }
        if (state.equals("54000")) {
            return new LynchetException(ErrorCode.PAYLOAD_TOO_LARGE, "a value is too large for the store", failure);
        }
        if (state.equals("XX001") || state.equals("XX002")) {
            return new LynchetException(ErrorCode.STORE_DAMAGED, "the database is damaged", failure);
        }
        return new LynchetException(ErrorCode.STORE_FAILED, "the store failed", failure);
    }

    @Override
    public boolean isInterruption(SQLException failure) {
        return state(failure).equals("57014");
    }

    /** Returns whether the connection broke, the server stops or starts, or the session was ended. */
    @Override
    public boolean isLost(SQLException failure) {
        String state = state(failure);
        return state.startsWith("08") || state.startsWith("57P0") || state.equals("25006");
    }

    /** Returns whether a conflict with another transaction failed this one, so that the same one may succeed. */
    static boolean isPassing(SQLException failure) {
        return state(failure).startsWith("40");
    }

    /** Returns whether only one commit of a transaction can't be stored: values, constraints, sizes. */
    static boolean isOfOneCommit(SQLException failure) {
        String state = state(failure);
        return state.startsWith("22") || state.startsWith("23") || state.equals("54000");
    }

    static boolean isUnique(SQLException failure) {
        return state(failure).equals("23505");
    }
}
