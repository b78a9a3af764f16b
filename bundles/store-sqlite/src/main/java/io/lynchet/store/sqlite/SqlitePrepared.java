// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import io.lynchet.store.sql.database.PreparedQuery;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteException;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/**
 * A prepared statement. Callers bind and step with {@link #first}, read columns (from 0), go on with {@link #next}, and
 * always {@link #reset}, which ends the connection's read transaction.
 */
final class SqlitePrepared implements PreparedQuery {
    private static final Logger LOG = LoggerFactory.getLogger(SqlitePrepared.class);

    private static final int BASIC_CODE = 0xff;

    private final SqliteDatabase owner;
    private final DB native_;
    private final CoreStatement statement;
    private final long handle;

    SqlitePrepared(SqliteDatabase owner, DB native_, PreparedStatement statement) throws SQLException {
        this.owner = owner;
        this.native_ = native_;
        this.statement = (CoreStatement) statement;
        // The handle lives as long as the statement, which only this object closes.
        this.handle = this.statement.pointer.safeRunLong((db, pointer) -> pointer);
    }

    @Override
    public boolean first(Object... arguments) throws SQLException {
        try {
            return native_.execute(statement, arguments);
        } catch (SQLiteException e) {
            if ((e.getResultCode().code & BASIC_CODE) == Codes.SQLITE_CONSTRAINT) {
                reset();
            } else {
                owner.forget(this);
            }
            throw e;
        }
    }

    @Override
    public boolean next() throws SQLException {
        int code = native_.step(handle) & BASIC_CODE;
        if (code == Codes.SQLITE_ROW) {
            return true;
        }
        if (code != Codes.SQLITE_DONE) {
            try {
                native_.throwex(code);
            } finally {
                owner.forget(this);
            }
        }
        return false;
    }

    @Override
    public void reset() throws SQLException {
        if (!statement.pointer.isClosed()) {
            native_.reset(handle);
        }
    }

    @Override
    public boolean isNull(int column) throws SQLException {
        return native_.column_type(handle, column) == Codes.SQLITE_NULL;
    }

    @Override
    public long longAt(int column) throws SQLException {
        return native_.column_long(handle, column);
    }

    @Override
    public double doubleAt(int column) throws SQLException {
        return native_.column_double(handle, column);
    }

    @Override
    public byte[] bytesAt(int column) throws SQLException {
        return native_.column_blob(handle, column);
    }

    @Override
    public String textAt(int column) throws SQLException {
        // The driver's own text access goes through a direct buffer, which costs more than these bytes.
        byte[] bytes = native_.column_blob(handle, column);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    void close() {
        try {
            statement.pointer.close();
        } catch (SQLException e) {
            // Closing repeats the error of the last step, which has been reported where it happened.
            LOG.debug("A statement was closed after an error.", e);
        }
    }
}
