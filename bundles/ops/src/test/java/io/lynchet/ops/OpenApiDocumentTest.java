// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.JsonText;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Parameter;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.manifest.Manifest;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Schema;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenApiDocumentTest {
    private static final String ANY_ROW = "{\"type\":\"object\",\"additionalProperties\":true}";

    private static AppModel app() {
        Field secret = new Field(-1, "secret", FieldType.STRING, true, false, false, true, false, Optional.empty());
        Entity todo = new Entity(
                "Todo",
                List.of(
                        Field.of("title", FieldType.STRING, false),
                        Field.of("rank", FieldType.INT, true),
                        Field.of("state", FieldType.enumOf(List.of("open", "done")), true),
                        Field.of("extra", FieldType.JSON, true),
                        secret),
                List.of(),
                List.of(),
                true);
        Entity system = new Entity("_auth_Session", List.of(), List.of(), List.of(), false);
        Manifest manifest =
                new Manifest("todo", "0.1.0", List.of(todo), List.of(), List.of(), List.of(), new JsonText("{}"));
        return new AppModel(manifest, new Schema(List.of(todo, system)), 1);
    }

    private static String document() {
        List<RouteInfo> routes = List.of(
                RouteInfo.of(HttpMethod.POST, "/api/entities/{entity}", "Inserts.")
                        .schemas(ANY_ROW, "{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"}}}"),
                RouteInfo.of(HttpMethod.GET, "/api/entities/{entity}", "Lists.")
                        .taking(new Parameter("limit", "integer", "Rows at most."))
                        .schemas(null, "{\"type\":\"array\",\"items\":" + ANY_ROW + "}"),
                RouteInfo.of(HttpMethod.PATCH, "/api/entities/{entity}/{id}", "Changes.")
                        .schemas(ANY_ROW, ANY_ROW),
                RouteInfo.of(HttpMethod.GET, "/files/{path...}", "A file."),
                RouteInfo.of(HttpMethod.GET, "/metrics", "Figures."));
        return new String(OpenApiDocument.of(app(), routes), StandardCharsets.UTF_8);
    }

    @Test
    void document_isValidOpenApi31() {
        SwaggerParseResult result = new OpenAPIV3Parser().readContents(document());
        assertThat(result.getMessages()).isEmpty();
        assertThat(result.getOpenAPI().getOpenapi()).isEqualTo("3.1.0");
        assertThat(result.getOpenAPI().getPaths().keySet())
                .containsExactlyInAnyOrder(
                        "/api/entities/Todo", "/api/entities/Todo/{id}", "/files/{path}", "/metrics");
    }

    @Test
    void rows_areDescribedByEntityAndVerb() {
        var paths = new OpenAPIV3Parser().readContents(document()).getOpenAPI().getPaths();
        var post = paths.get("/api/entities/Todo").getPost();
        assertThat(post.getRequestBody()
                        .getContent()
                        .get("application/json")
                        .getSchema()
                        .get$ref())
                .endsWith("/TodoInsert");
        assertThat(post.getResponses()).containsKey("201");
        var patch = paths.get("/api/entities/Todo/{id}").getPatch();
        assertThat(patch.getRequestBody()
                        .getContent()
                        .get("application/json")
                        .getSchema()
                        .get$ref())
                .endsWith("/TodoPatch");
    }

    @Test
    void serverOnlyFieldsAndSystemEntities_areNotMentioned() {
        assertThat(document()).doesNotContain("secret").doesNotContain("_auth");
    }
}
