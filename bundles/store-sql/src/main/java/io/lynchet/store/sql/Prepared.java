// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import java.sql.SQLException;

/**
 * A prepared statement: bind and step with {@link #first}, read columns (from 0), {@link #next}, and always {@link #reset}, so that what it holds is given
 * free.
 */
public interface Prepared {
    /** Runs it from the start; whether there is a row. */
    boolean first(Object... arguments) throws SQLException;

    boolean next() throws SQLException;

    void reset() throws SQLException;

    boolean isNull(int column) throws SQLException;

    /** 0 for null. */
    long longAt(int column) throws SQLException;

    /** 0 for null. */
    double doubleAt(int column) throws SQLException;

    /** The UTF-8 of a text or the bytes of a blob; null for null. */
    byte[] bytesAt(int column) throws SQLException;

    /** Null for null. */
    String textAt(int column) throws SQLException;
}
