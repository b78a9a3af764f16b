// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.query;

import static io.lynchet.json.Samples.TODO;
import static io.lynchet.json.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.query.Query;
import io.lynchet.api.query.SortKey;
import io.lynchet.json.JsonTree;
import io.lynchet.json.Refusals;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryReaderTest {
    private static QueryRequest read(String body) {
        return QueryReader.read(utf8(body), TODO, false);
    }

    @Test
    void read_ofTheRecordedQuery_understandsAllOfIt() {
        QueryRequest request = read("{\"rank\":{\"$gte\":1,\"$lt\":10},\"title\":{\"$like\":\"fir\"},"
                + "\"$order\":{\"rank\":\"desc\",\"title\":\"asc\"},\"$limit\":2,\"$offset\":3}");
        Query query = request.toQuery();
        assertThat(query.order())
                .containsExactly(
                        new SortKey(TODO.fieldOrNull("rank"), false), new SortKey(TODO.fieldOrNull("title"), true));
        assertThat(query.limit()).isEqualTo(2);
        assertThat(query.offset()).isEqualTo(3);
        assertThat(query.filter())
                .isEqualTo(FilterReader.read(
                        "{\"rank\":{\"$gte\":1,\"$lt\":10},\"title\":{\"$like\":\"fir\"}}", TODO, false));
    }

    @Test
    void read_ofNothing_asksForTheLargestPage() {
        QueryRequest request = read("{}");
        assertThat(request.limit()).isEmpty();
        assertThat(request.toQuery().limit()).isEqualTo(QueryRequest.LIMIT_MAX);
        assertThat(request.isForNothing()).isFalse();
        assertThat(read("{\"$limit\":0}").isForNothing()).isTrue();
    }

    @Test
    void order_asPairs_keepsTheirOrder() {
        assertThat(read("{\"$order\":[[\"price\",\"asc\"],[\"id\",\"desc\"]]}").order())
                .extracting(key -> key.field().name() + key.ascending())
                .containsExactly("pricetrue", "idfalse");
        assertThat(QueryReader.order(JsonTree.read("{}", "order"), TODO, false)).isEqualTo(List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|INVALID_QUERY $",
                "\"\"|INVALID_QUERY $",
                "{\"$limit\":10001}|INVALID_QUERY $.$limit",
                "{\"$limit\":-1}|INVALID_QUERY $.$limit",
                "{\"$limit\":1.5}|INVALID_QUERY $.$limit",
                "{\"$limit\":\"5\"}|INVALID_QUERY $.$limit",
                "{\"$limit\":null}|INVALID_QUERY $.$limit",
                "{\"$offset\":-1}|INVALID_QUERY $.$offset",
                "{\"$offset\":1000000001}|INVALID_QUERY $.$offset",
                "{\"$order\":\"rank\"}|INVALID_QUERY $.$order",
                "{\"$order\":{\"rank\":\"up\"}}|INVALID_QUERY $.$order.rank",
                "{\"$order\":{\"rank\":1}}|INVALID_QUERY $.$order.rank",
                "{\"$order\":{\"zzz\":\"asc\"}}|INVALID_COLUMN $.$order.zzz",
                "{\"$order\":{\"secret\":\"asc\"}}|INVALID_COLUMN $.$order.secret",
                "{\"$order\":{\"meta\":\"asc\"}}|INVALID_QUERY $.$order.meta",
                "{\"$order\":[\"rank\"]}|INVALID_QUERY $.$order[0]",
                "{\"$order\":[[\"rank\"]]}|INVALID_QUERY $.$order[0]",
                "{\"$order\":[[\"rank\",\"asc\"],[\"rank\",\"desc\"]]}|INVALID_QUERY $.$order[1][0]",
                "{\"$ordr\":{}}|INVALID_QUERY $.$ordr",
                "{\"$order\":{\"id\":\"asc\",\"title\":\"asc\",\"rank\":\"asc\",\"price\":\"asc\",\"done\":\"asc\",\"dueAt\":\"asc\",\"notes\":\"asc\",\"owner\":\"asc\",\"state\":\"asc\"}}|INVALID_QUERY $.$order",
            })
    void read_refuses(String body, String place) {
        assertThat(Refusals.places(() -> read(body))).containsExactly(place);
    }
}
