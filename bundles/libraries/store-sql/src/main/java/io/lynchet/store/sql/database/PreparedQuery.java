// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.database;

import java.sql.SQLException;

/**
 * A prepared statement. Callers bind and step with {@link #first}, read columns (from 0), go on with {@link #next}, and
 * always {@link #reset}, which frees what it holds.
 */
public interface PreparedQuery {
    /** Runs the statement from the start and returns whether there is a row. */
    boolean first(Object... arguments) throws SQLException;

    boolean next() throws SQLException;

    void reset() throws SQLException;

    boolean isNull(int column) throws SQLException;

    /** Returns an integer; 0 for null. */
    long longAt(int column) throws SQLException;

    /** Returns a float; 0 for null. */
    double doubleAt(int column) throws SQLException;

    /** Returns the UTF-8 of a text or the bytes of a blob, or null. */
    byte[] bytesAt(int column) throws SQLException;

    /** Returns a text, or null. */
    String textAt(int column) throws SQLException;
}
