// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.store.sql.database.PreparedQuery;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/** A statement of the driver. */
final class PostgresPrepared implements PreparedQuery {
    private final PreparedStatement statement;
    private final int[] numbers;
    private ResultSet rows;

    PostgresPrepared(PreparedStatement statement, List<Integer> numbers) {
        this.statement = statement;
        this.numbers = numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    private void bind(Object[] arguments) throws SQLException {
        for (int i = 0; i < numbers.length; i++) {
            bind(i + 1, arguments[numbers[i]]);
        }
    }

    private void bind(int position, Object value) throws SQLException {
        if (value instanceof String text) {
            statement.setString(position, ZeroText.encode(text));
        } else if (value instanceof Long whole) {
            statement.setLong(position, whole);
        } else if (value instanceof Double real) {
            statement.setDouble(position, real);
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(position, bytes);
        } else if (value instanceof String[] texts) {
            statement.setArray(position, statement.getConnection().createArrayOf("text", encoded(texts)));
        } else if (value == null) {
            statement.setNull(position, Types.NULL);
        } else {
            throw new IllegalArgumentException("a parameter of " + value.getClass());
        }
    }

    private static Object[] encoded(String[] texts) {
        Object[] encoded = new Object[texts.length];
        for (int i = 0; i < texts.length; i++) {
            encoded[i] = ZeroText.encode(texts[i]);
        }
        return encoded;
    }

    /** Runs a statement without result rows and returns the number of changed rows. */
    long update(Object[] arguments) throws SQLException {
        bind(arguments);
        return statement.executeLargeUpdate();
    }

    /** Adds the arguments to the batch of {@link #sendBatch}. */
    void addBatch(Object[] arguments) throws SQLException {
        bind(arguments);
        statement.addBatch();
    }

    void sendBatch() throws SQLException {
        statement.executeBatch();
    }

    @Override
    public boolean first(Object... arguments) throws SQLException {
        bind(arguments);
        rows = statement.executeQuery();
        return next();
    }

    @Override
    public boolean next() throws SQLException {
        return rows.next();
    }

    @Override
    public void reset() throws SQLException {
        if (rows != null) {
            rows.close();
            rows = null;
        }
    }

    @Override
    public boolean isNull(int column) throws SQLException {
        return rows.getObject(column + 1) == null;
    }

    @Override
    public long longAt(int column) throws SQLException {
        return rows.getLong(column + 1);
    }

    @Override
    public double doubleAt(int column) throws SQLException {
        return rows.getDouble(column + 1);
    }

    @Override
    public byte[] bytesAt(int column) throws SQLException {
        return rows.getBytes(column + 1);
    }

    @Override
    public String textAt(int column) throws SQLException {
        String text = rows.getString(column + 1);
        return text == null ? null : ZeroText.decode(text);
    }

    void close() throws SQLException {
        statement.close();
    }
}
