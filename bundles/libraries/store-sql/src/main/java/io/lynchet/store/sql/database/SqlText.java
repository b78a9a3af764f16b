// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.database;

import java.util.ArrayList;
import java.util.List;

/** A builder of SQL with the values of its parameters. Parameters are numbered, so parts may be joined in any order. */
public final class SqlText {
    private final StringBuilder sql = new StringBuilder(128);
    private final List<Object> arguments = new ArrayList<>();
    private boolean exact = true;

    public SqlText add(String text) {
        sql.append(text);
        return this;
    }

    /** Adds a value, as the database gets it, and returns its parameter. */
    public String bind(Object value) {
        arguments.add(value);
        return "?" + arguments.size();
    }

    /** Marks the result as possibly too large: the caller must apply the filter again to each row. */
    public void inexact() {
        exact = false;
    }

    public boolean isExact() {
        return exact;
    }

    public List<Object> arguments() {
        return arguments;
    }

    /** Returns another text with the same parameters, in which this one is a part. */
    SqlText around(String text) {
        SqlText outer = new SqlText().add(text);
        outer.arguments.addAll(arguments);
        outer.exact = exact;
        return outer;
    }

    public int length() {
        return sql.length();
    }

    @Override
    public String toString() {
        return sql.toString();
    }
}
