// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.query;

import static io.lynchet.json.Samples.SCHEMA;
import static io.lynchet.json.Samples.TODO;
import static io.lynchet.json.Samples.USER;
import static io.lynchet.json.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.data.Include;
import io.lynchet.api.query.Filter;
import io.lynchet.json.Refusals;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphQueryReaderTest {
    private static List<GraphQueryReader.Part> read(String body) {
        return GraphQueryReader.read(utf8(body), SCHEMA, false);
    }

    @Test
    void read_ofNestedIncludes_understandsAllOfIt() {
        List<GraphQueryReader.Part> parts =
                read("{\"User\":{},\"Todo\":{\"where\":{\"rank\":1},\"limit\":1,\"offset\":2,"
                        + "\"order\":{\"rank\":\"desc\"},\"include\":{\"author\":{\"include\":{\"todos\":{\"where\":{\"done\":true},"
                        + "\"order\":[[\"rank\",\"asc\"]],\"limit\":3}}}}}}");
        assertThat(parts).extracting(part -> part.request().entity()).containsExactly(USER, TODO);
        assertThat(parts.get(0).request().filter()).isEqualTo(Filter.Constant.TRUE);
        assertThat(parts.get(0).request().limit()).isEmpty();
        GraphQueryReader.Part todo = parts.get(1);
        assertThat(todo.request().toQuery().limit()).isEqualTo(1);
        assertThat(todo.request().offset()).isEqualTo(2);
        Include author = todo.includes().get(0);
        assertThat(author.relation().name()).isEqualTo("author");
        assertThat(author.limit()).isEqualTo(GraphQueryReader.RELATED_MAX);
        Include todos = author.includes().get(0);
        assertThat(todos.filter()).isEqualTo(FilterReader.read("{\"done\":true}", TODO, false));
        assertThat(todos.limit()).isEqualTo(3);
        assertThat(todos.order()).hasSize(1);
    }

    @Test
    void include_mayBeTrue() {
        assertThat(read("{\"Todo\":{\"include\":{\"author\":true}}}").get(0).includes())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|INVALID_QUERY $",
                "{}|INVALID_QUERY $",
                "{\"Tood\":{}}|ENTITY_NOT_FOUND $.Tood",
                "{\"_key\":{}}|ENTITY_NOT_FOUND $._key",
                "{\"Todo\":[]}|INVALID_QUERY $.Todo",
                "{\"Todo\":{\"wher\":{}}}|INVALID_QUERY $.Todo.wher",
                "{\"Todo\":{\"where\":{\"zzz\":1}}}|INVALID_COLUMN $.Todo.where.zzz",
                "{\"Todo\":{\"where\":{\"secret\":\"1\"}}}|INVALID_COLUMN $.Todo.where.secret",
                "{\"Todo\":{\"limit\":10001}}|INVALID_QUERY $.Todo.limit",
                "{\"Todo\":{\"include\":[\"author\"]}}|INVALID_QUERY $.Todo.include",
                "{\"Todo\":{\"include\":{\"owner\":{}}}}|RELATION_NOT_FOUND $.Todo.include.owner",
                "{\"Todo\":{\"include\":{\"author\":false}}}|INVALID_QUERY $.Todo.include.author",
                "{\"Todo\":{\"include\":{\"author\":{\"limit\":0}}}}|INVALID_QUERY $.Todo.include.author.limit",
                "{\"Todo\":{\"include\":{\"author\":{\"limit\":1001}}}}|INVALID_QUERY $.Todo.include.author.limit",
                "{\"Todo\":{\"include\":{\"author\":{\"offset\":1}}}}|INVALID_QUERY $.Todo.include.author.offset",
                "{\"Todo\":{\"include\":{\"author\":{\"where\":{\"rank\":1}}}}}|INVALID_COLUMN $.Todo.include.author.where.rank",
            })
    void read_refuses(String body, String place) {
        assertThat(Refusals.places(() -> read(body))).containsExactly(place);
    }

    @Test
    void levels_areLimited() {
        assertThat(read(levels(5))).hasSize(1);
        assertThat(Refusals.of(() -> read(levels(6)))).hasMessage("There are more than 5 levels of includes");
    }

    private static String levels(int count) {
        StringBuilder text = new StringBuilder("{}");
        for (int i = count; i > 0; i--) {
            String relation = i % 2 == 1 ? "author" : "todos";
            text.insert(0, "{\"include\":{\"" + relation + "\":").append("}}");
        }
        return "{\"Todo\":" + text + "}";
    }
}
