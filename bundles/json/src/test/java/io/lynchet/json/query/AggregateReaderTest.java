// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.query;

import static io.lynchet.json.Samples.TODO;
import static io.lynchet.json.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Grouping;
import io.lynchet.api.query.Measure;
import io.lynchet.api.query.Query;
import io.lynchet.api.schema.Field;
import io.lynchet.json.Refusals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AggregateReaderTest {
    private static AggregateReader.Request read(String body) {
        return AggregateReader.read(utf8(body), TODO, false);
    }

    private static Field field(String name) {
        return TODO.fieldOrNull(name);
    }

    @Test
    void read_ofEverything_namesTheColumnsOfTheAnswer() {
        AggregateReader.Request request =
                read("{\"count\":\"*\",\"sum\":[\"rank\",\"price\"],\"avg\":[\"rank\"],\"min\":[\"dueAt\"],"
                        + "\"max\":[\"title\"],\"countDistinct\":[\"done\"],\"groupBy\":[\"done\",{\"field\":\"dueAt\",\"bucket\":\"week\"},"
                        + "{\"field\":\"state\"}],\"where\":{\"rank\":{\"$gt\":1}},\"limit\":7}");
        assertThat(request.measureNames())
                .containsExactly(
                        "count", "sum_rank", "sum_price", "avg_rank", "min_dueAt", "max_title", "count_distinct_done");
        assertThat(request.groupNames()).containsExactly("done", "dueAt_week", "state");
        assertThat(request.query().measures())
                .startsWith(new Measure(Measure.Kind.COUNT_ROWS, null), new Measure(Measure.Kind.SUM, field("rank")));
        assertThat(request.query().groups())
                .containsExactly(
                        new Grouping(field("done"), null),
                        new Grouping(field("dueAt"), Grouping.Bucket.WEEK),
                        new Grouping(field("state"), null));
        assertThat(request.query().filter()).isEqualTo(FilterReader.read("{\"rank\":{\"$gt\":1}}", TODO, false));
        assertThat(request.query().limit()).isEqualTo(7);
    }

    @Test
    void read_ofCounts_takesFieldsAndStars() {
        AggregateReader.Request request = read("{\"count\":[\"*\",\"rank\",\"meta\"]}");
        assertThat(request.measureNames()).containsExactly("count", "count_rank", "count_meta");
        assertThat(read("{\"count\":\"rank\"}").measureNames()).containsExactly("count_rank");
        assertThat(request.query().filter()).isEqualTo(Filter.Constant.TRUE);
        assertThat(request.query().limit()).isEqualTo(Query.LIMIT_MAX);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|INVALID_QUERY $",
                "{}|INVALID_QUERY $",
                "{\"where\":{}}|INVALID_QUERY $",
                "{\"avg\":[],\"groupBy\":[]}|INVALID_QUERY $",
                "{\"count\":[]}|INVALID_QUERY $",
                "{\"cuont\":\"*\",\"count\":\"*\"}|INVALID_QUERY $.cuont",
                "{\"count\":1}|INVALID_QUERY $.count",
                "{\"count\":\"zzz\"}|INVALID_COLUMN $.count",
                "{\"count\":\"secret\"}|INVALID_COLUMN $.count",
                "{\"sum\":\"rank\"}|INVALID_QUERY $.sum",
                "{\"sum\":[\"title\"]}|INVALID_QUERY $.sum[0]",
                "{\"avg\":[\"done\"]}|INVALID_QUERY $.avg[0]",
                "{\"min\":[\"meta\"]}|INVALID_QUERY $.min[0]",
                "{\"countDistinct\":[\"meta\"]}|INVALID_QUERY $.countDistinct[0]",
                "{\"sum\":[7]}|INVALID_QUERY $.sum[0]",
                "{\"sum\":[\"rank\",\"rank\"]}|INVALID_QUERY $.sum[1]",
                "{\"groupBy\":[\"meta\"]}|INVALID_QUERY $.groupBy[0]",
                "{\"groupBy\":[\"zzz\"]}|INVALID_COLUMN $.groupBy[0]",
                "{\"groupBy\":[{\"bucket\":\"day\"}]}|INVALID_QUERY $.groupBy[0]",
                "{\"groupBy\":[{\"field\":\"dueAt\",\"bucket\":\"minute\"}]}|INVALID_QUERY $.groupBy[0].bucket",
                "{\"groupBy\":[{\"field\":\"dueAt\",\"bukket\":\"day\"}]}|INVALID_QUERY $.groupBy[0]",
                "{\"groupBy\":[{\"field\":\"rank\",\"bucket\":\"day\"}]}|INVALID_QUERY $.groupBy[0]",
                "{\"count\":\"*\",\"limit\":0}|INVALID_QUERY $.limit",
                "{\"count\":\"*\",\"where\":{\"rank\":\"x\"}}|INVALID_VALUE $.where.rank",
            })
    void read_refuses(String body, String place) {
        assertThat(Refusals.places(() -> read(body))).containsExactly(place);
    }
}
