// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.core.Codes;

/**
 * The meaning of SQLite's errors for callers. SQLite's own text goes into the cause, never into the message: it may
 * hold SQL and values.
 */
final class SqlFailure {
    static final String FULL = "the disk of the store is full";

    private static final int BASIC_CODE = 0xff;
    private static final int NOT_A_DATABASE = 26;

    private SqlFailure() {}

    static LynchetException of(SQLException failure, Path file) {
        return switch (basicCode(failure)) {
            case Codes.SQLITE_FULL -> new LynchetException(ErrorCode.STORE_FULL, FULL, failure);
            case Codes.SQLITE_CORRUPT, NOT_A_DATABASE -> damaged(file, "it is damaged", failure);
            case Codes.SQLITE_TOOBIG ->
                new LynchetException(ErrorCode.PAYLOAD_TOO_LARGE, "a value is too large for the store", failure);
            default -> new LynchetException(ErrorCode.STORE_FAILED, "the store failed", failure);
        };
    }

    /** Returns the one error whose message names the file: only operators can act on it. */
    static LynchetException damaged(Path file, String why, Throwable cause) {
        return new LynchetException(
                ErrorCode.STORE_DAMAGED, "the data file " + file.getFileName() + " can't be used: " + why, cause);
    }

    /** Returns whether the deadline ended the statement. */
    static boolean isInterruption(SQLException failure) {
        return basicCode(failure) == Codes.SQLITE_INTERRUPT;
    }

    /** Returns whether only the one statement failed, so that its transaction can go on. */
    static boolean isOfOneCommit(SQLException failure) {
        return switch (basicCode(failure)) {
            case Codes.SQLITE_CONSTRAINT, Codes.SQLITE_TOOBIG, Codes.SQLITE_MISMATCH, Codes.SQLITE_ERROR -> true;
            default -> false;
        };
    }

    static boolean isConstraint(SQLException failure) {
        return basicCode(failure) == Codes.SQLITE_CONSTRAINT;
    }

    private static int basicCode(SQLException failure) {
        if (failure instanceof SQLiteException known) {
            SQLiteErrorCode code = known.getResultCode();
            return code == SQLiteErrorCode.UNKNOWN_ERROR ? Codes.SQLITE_ERROR : code.code & BASIC_CODE;
        }
        return failure.getErrorCode() & BASIC_CODE;
    }
}
