// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.query.TextMatch;
import io.lynchet.api.row.Row;
import io.lynchet.testkit.Seeds;
import io.lynchet.testkit.store.StoreContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract of several patterns over one field, with texts that are short, long, absent and odd. */
public abstract class StoreLikeContract extends StoreContract {
    private static final int FILTERS = 60;
    private static final String[] WORDS = {
        "milk", "MILK", "m_lk", "bread", "%", "k%b", "_", "\u00e9", "x\0y", "", "tail"
    };

    private Operand name() {
        return new Operand.FieldRef(0, app.user().fieldOrNull("name"));
    }

    @Test
    @DisplayName("LIKE: many patterns joined by and, or and not give the rows that the filter's own evaluation says")
    void joinedPatterns_giveTheRowsOfTheFilter() {
        installSample();
        String filling = "0123456789".repeat(3_000);
        List<Row> rows = new ArrayList<>(List.of(
                app.user("u1", "name", "milk and bread"),
                app.user("u2", "name", "Milk" + filling + "tail"),
                app.user("u3", "name", filling + "BREAD"),
                app.user("u4"),
                app.user("u5", "name", ""),
                app.user("u6", "name", "caf\u00e9 tail"),
                app.user("u7", "name", filling + "caf\u00e9 m\u00e9lk")));
        insert(rows.toArray(Row[]::new));
        Seeds.forEach(FILTERS, random -> {
            Filter filter = joined(random, 2);
            List<String> expected = rows.stream()
                    .filter(row -> filter.matches(new Scope(row, null, RowSource.NONE)))
                    .map(Row::id)
                    .toList();
            assertThat(store.latest().query(Query.of(app.user(), filter, 10)).stream()
                            .map(Row::id))
                    .as(filter.toString())
                    .containsExactlyElementsOf(expected);
        });
    }

    private Filter joined(Random random, int depth) {
        List<Filter> parts = new ArrayList<>();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            parts.add(depth > 0 && random.nextInt(3) == 0 ? joined(random, depth - 1) : leaf(random));
        }
        Filter filter = random.nextBoolean() ? new Filter.All(parts) : new Filter.Any(parts);
        return random.nextInt(4) == 0 ? new Filter.Not(filter) : filter;
    }

    private Filter leaf(Random random) {
        if (random.nextInt(6) == 0) {
            Operand id = new Operand.FieldRef(0, app.user().id());
            return new Filter.Compare(id, Comparison.LESS, new Operand.Literal("u" + random.nextInt(8)));
        }
        String pattern = WORDS[random.nextInt(WORDS.length)];
        return new Filter.Text(name(), TextMatch.LIKE, new Operand.Literal(pattern));
    }
}
