// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sqlite;

import java.util.ArrayList;
import java.util.List;

/** SQL in the making, with the values of its parameters. Parameters are numbered, so parts may be put together in any order. */
final class SqlText {
    private final StringBuilder sql = new StringBuilder(128);
    private final List<Object> arguments = new ArrayList<>();

    SqlText add(String text) {
        sql.append(text);
        return this;
    }

    /** Keeps a value, as SQLite gets it or a condition for {@link Evaluations}, and gives the parameter that stands for it. */
    String bind(Object value) {
        arguments.add(value);
        return "?" + arguments.size();
    }

    List<Object> arguments() {
        return arguments;
    }

    int length() {
        return sql.length();
    }

    @Override
    public String toString() {
        return sql.toString();
    }
}
