// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import java.util.ArrayList;
import java.util.List;

/**
 * SQL with numbered parameters, as the driver takes it: without numbers.
 *
 * @param sql with a question mark for each parameter
 * @param numbers the argument of each question mark, from 0
 */
record Parameters(String sql, List<Integer> numbers) {
    static Parameters of(String text) {
        StringBuilder sql = new StringBuilder(text.length());
        List<Integer> numbers = new ArrayList<>();
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            sql.append(c);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '?') {
                int end = i + 1;
                while (end < text.length() && Character.isDigit(text.charAt(end))) {
                    end++;
                }
                numbers.add(end == i + 1 ? numbers.size() : Integer.parseInt(text, i + 1, end, 10) - 1);
                i = end - 1;
            }
        }
        return new Parameters(sql.toString(), List.copyOf(numbers));
    }
}
