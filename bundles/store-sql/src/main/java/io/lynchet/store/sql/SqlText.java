// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import java.util.ArrayList;
import java.util.List;

/** SQL in the making, with the values of its parameters. Parameters are numbered, so parts may be put together in any order. */
public final class SqlText {
    private final StringBuilder sql = new StringBuilder(128);
    private final List<Object> arguments = new ArrayList<>();
    private boolean exact = true;

    public SqlText add(String text) {
        sql.append(text);
        return this;
    }

    /** Keeps a value, as the database gets it, and gives the parameter that stands for it. */
    public String bind(Object value) {
        arguments.add(value);
        return "?" + arguments.size();
    }

    /** What it gives may be too much: the filter has to be asked again about each row. */
    public void inexact() {
        exact = false;
    }

    public boolean isExact() {
        return exact;
    }

    public List<Object> arguments() {
        return arguments;
    }

    /** Another text with the same parameters, in which this one is a part. */
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
