// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.JsonText;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.Content;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Parameter;
import io.lynchet.api.http.RouteAnswers;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.manifest.Manifest;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Schema;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenApiDocumentTest {
    private static final String ANY_ROW = "{\"type\":\"object\",\"additionalProperties\":true}";

    private static AppModel app() {
        Field hidden =
                new Field(-1, "undisclosed", FieldType.STRING, true, false, false, true, false, Optional.empty());
        Entity todo = new Entity(
                "Todo",
                List.of(
                        Field.of("title", FieldType.STRING, false),
                        Field.of("rank", FieldType.INT, true),
                        Field.of("state", FieldType.enumOf(List.of("open", "done")), true),
                        Field.of("extra", FieldType.JSON, true),
                        hidden),
                List.of(),
                List.of(),
                true);
        Entity system = new Entity("_auth_Session", List.of(), List.of(), List.of(), false);
        Manifest manifest = new Manifest(
                "todo",
                "0.1.0",
                List.of(todo),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of("Todo", Set.of("internal-audit")),
                new JsonText("{\"entities\":[{\"name\":\"Todo\",\"requiredHooks\":[\"internal-audit\"]}]}"));
        return new AppModel(manifest, new Schema(List.of(todo, system)), 1);
    }

    private static String document() {
        List<RouteInfo> routes = List.of(
                RouteInfo.of(HttpMethod.POST, "/api/entities/{entity}", "Inserts.")
                        .succeeding(201)
                        .sending(
                                AnswerHeader.always("ETag", "The version."),
                                AnswerHeader.sometimes("X-More", "Whether.").of("{\"enum\":[\"true\"]}"))
                        .failing(ErrorCode.UNIQUE_VIOLATION)
                        .schemas(
                                ANY_ROW,
                                "{\"type\":\"object\",\"required\":[\"id\"],\"properties\":{\"id\":{\"type\":\"string\"}}}"),
                RouteInfo.of(HttpMethod.GET, "/api/entities/{entity}", "Lists.")
                        .taking(Parameter.integer("limit", 1, 50, "Rows at most."))
                        .takingAny()
                        .schemas(null, "{\"type\":\"array\",\"items\":" + ANY_ROW + "}"),
                RouteInfo.of(HttpMethod.PATCH, "/api/entities/{entity}/{id}", "Changes.")
                        .schemas(ANY_ROW, ANY_ROW),
                RouteInfo.of(HttpMethod.GET, "/api/entities/{entity}/{id}", "Gets.")
                        .conditional()
                        .schemas(null, ANY_ROW),
                RouteInfo.of(HttpMethod.GET, "/api/lookup/{entity}/{field}/{value}", "Finds.")
                        .schemas(null, ANY_ROW),
                RouteInfo.of(HttpMethod.GET, "/alive", "Says so.")
                        .unlimited()
                        .unwell(503)
                        .schemas(null, "{\"type\":\"object\"}"),
                RouteInfo.of(HttpMethod.GET, "/files/{path...}", "A file.")
                        .inPath(Parameter.oneOf("path", List.of("a", "b"), "Which.")),
                RouteInfo.of(HttpMethod.POST, "/tasks", "Begins.")
                        .succeeding(202)
                        .sending(AnswerHeader.always("Location", "Where.").on(303))
                        .alsoAnswering(new RouteAnswers.Other(303, "It has been done."))
                        .leadingTo(new RouteAnswers.Lead("/tasks/{task...}", "/number"))
                        .takingAs(Content.of("application/x-www-form-urlencoded", "{\"type\":\"object\"}"))
                        .alsoAs(Content.of("application/x-ndjson", "{}"))
                        .schemas(null, "{\"type\":\"object\"}"),
                RouteInfo.of(HttpMethod.GET, "/tasks/{task...}", "Tells."),
                RouteInfo.of(HttpMethod.PUT, "/tasks/{task...}", "Begins again.")
                        .schemas("{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{}}", null),
                RouteInfo.of(HttpMethod.GET, "/metrics", "Figures.").alsoAs(Content.of("text/plain", null)));
        return new String(OpenApiDocument.of(app(), routes), StandardCharsets.UTF_8);
    }

    @Test
    void document_isValidOpenApi31() {
        SwaggerParseResult result = new OpenAPIV3Parser().readContents(document());
        assertThat(result.getMessages()).isEmpty();
        assertThat(result.getOpenAPI().getOpenapi()).isEqualTo("3.1.0");
        assertThat(result.getOpenAPI().getPaths().keySet())
                .containsExactlyInAnyOrder(
                        "/alive",
                        "/api/entities/Todo",
                        "/api/entities/Todo/{id}",
                        "/api/lookup/Todo/id/{value}",
                        "/api/lookup/Todo/rank/{value}",
                        "/api/lookup/Todo/state/{value}",
                        "/api/lookup/Todo/title/{value}",
                        "/files/{path}",
                        "/metrics",
                        "/tasks",
                        "/tasks/{task}");
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
    void serverOnlyFieldsSystemEntitiesAndRequiredHooks_areNotMentioned() {
        assertThat(document()).doesNotContain("undisclosed", "_auth", "requiredHooks", "internal-audit");
    }

    private static Operation get(String path) {
        return new OpenAPIV3Parser()
                .readContents(document())
                .getOpenAPI()
                .getPaths()
                .get(path)
                .getGet();
    }

    private static io.swagger.v3.oas.models.media.Schema<?> schema(Operation operation, String parameter) {
        return operation.getParameters().stream()
                .filter(known -> known.getName().equals(parameter))
                .findFirst()
                .orElseThrow()
                .getSchema();
    }

    @Test
    void rangesAndWordsOfParameters_areTold() {
        Operation list = get("/api/entities/Todo");
        assertThat(schema(list, "limit").getMinimum()).isEqualByComparingTo("1");
        assertThat(schema(list, "limit").getMaximum()).isEqualByComparingTo("50");
        assertThat(schema(get("/files/{path}"), "path").getEnum()).hasToString("[a, b]");
    }

    @Test
    void segmentsOfPaths_haveTheCharactersThatTheRouterTakes() {
        String pattern = schema(get("/api/entities/Todo/{id}"), "id").getPattern();
        assertThat("a b:\u00e4").matches(pattern);
        assertThat(List.of("", "a\u000b", "a\u007f", "a/b", "a\\b")).noneMatch(text -> text.matches(pattern));
    }

    @Test
    void fields_areParametersOfRoutesThatTakeAny_andPathsOfRoutesThatNameThem() {
        assertThat(schema(get("/api/entities/Todo"), "state").getEnum()).hasToString("[open, done]");
        var rank = schema(get("/api/lookup/Todo/rank/{value}"), "value").getAnyOf();
        assertThat(String.valueOf(rank.get(0).getTypes())).isEqualTo("[integer]");
        assertThat(rank.get(1).getConst()).isEqualTo("null");
    }

    @Test
    void statuses_areThoseOfTheRouteAndOfTheRouter() {
        var paths = new OpenAPIV3Parser().readContents(document()).getOpenAPI().getPaths();
        var post = paths.get("/api/entities/Todo").getPost().getResponses();
        assertThat(post)
                .containsKeys("201", "400", "401", "403", "404", "409", "413", "415", "421", "429", "503")
                .doesNotContainKeys("200", "304");
        assertThat(post.get("409").getExtensions().get("x-codes")).hasToString("[UNIQUE_VIOLATION]");
        assertThat(get("/api/entities/Todo/{id}").getResponses()).containsKeys("200", "304");
        var alive = get("/alive").getResponses();
        assertThat(alive).doesNotContainKey("429");
        assertThat(alive.get("503").getDescription())
                .isEqualTo("The request failed; the response has the code and the reason.");
    }

    @Test
    void headers_areThoseOfTheRouteAndOfTheRouter() {
        var paths = new OpenAPIV3Parser().readContents(document()).getOpenAPI().getPaths();
        var post = paths.get("/api/entities/Todo").getPost().getResponses();
        var headers = post.get("201").getHeaders();
        assertThat(headers).containsOnlyKeys("X-Request-Id", "ETag", "X-More");
        assertThat(headers.get("ETag").getRequired()).isTrue();
        assertThat(headers.get("X-More").getRequired()).isFalse();
        io.swagger.v3.oas.models.media.Schema<?> more = headers.get("X-More").getSchema();
        assertThat(more.getEnum()).hasToString("[true]");
        assertThat(post.get("409").getHeaders()).containsOnlyKeys("X-Request-Id");
        assertThat(document()).contains("\"Error429\":{").contains("\"Retry-After\":{\"$ref\"");
        var begun = paths.get("/tasks").getPost().getResponses();
        assertThat(begun.get("202").getHeaders()).containsOnlyKeys("X-Request-Id");
        assertThat(begun.get("303").getHeaders().get("Location").getRequired()).isTrue();
    }

    @Test
    void bodiesBesideJson_areDescribed() {
        var paths = new OpenAPIV3Parser().readContents(document()).getOpenAPI().getPaths();
        Operation begin = paths.get("/tasks").getPost();
        assertThat(begin.getRequestBody().getContent()).containsOnlyKeys("application/x-www-form-urlencoded");
        assertThat(begin.getRequestBody().getRequired()).isTrue();
        Operation again = paths.get("/tasks/{task}").getPut();
        assertThat(again.getRequestBody().getRequired())
                .as("an empty object may be left out")
                .isFalse();
        assertThat(begin.getResponses()).containsKey("415");
        assertThat(begin.getResponses().get("202").getContent())
                .containsOnlyKeys("application/json", "application/x-ndjson");
        assertThat(begin.getResponses().get("303").getContent()).isNull();
        assertThat(get("/metrics").getResponses().get("200").getContent()).containsOnlyKeys("text/plain");
    }

    @Test
    void whatIsNoId_leadsWhereTheRouteSays() {
        var paths = new OpenAPIV3Parser().readContents(document()).getOpenAPI().getPaths();
        var links = paths.get("/tasks").getPost().getResponses().get("202").getLinks();
        assertThat(links).containsOnlyKeys("get_tasks_task", "put_tasks_task");
        assertThat(links.get("get_tasks_task").getParameters()).containsEntry("task", "$response.body#/number");
    }

    @Test
    void collections_areLinkedToTheirMembers() {
        var paths = new OpenAPIV3Parser().readContents(document()).getOpenAPI().getPaths();
        var links = paths.get("/api/entities/Todo")
                .getPost()
                .getResponses()
                .get("201")
                .getLinks();
        assertThat(links).containsOnlyKeys("get_api_entities_Todo_id", "patch_api_entities_Todo_id");
        assertThat(links.get("get_api_entities_Todo_id").getParameters()).containsEntry("id", "$response.body#/id");
    }
}
