// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.LynchetProcess;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The document that the real process makes of its own routes, held against an independent reader of OpenAPI 3.1. */
@Timeout(120)
class OpenApiIT {
    @TempDir
    Path folder;

    @Test
    void document_ofTheTodoApp_isValid() throws Exception {
        Path app = Files.createDirectory(folder.resolve("todo"));
        Files.copy(Path.of("../../distribution/apps/todo/manifest.json"), app.resolve("manifest.json"));
        try (LynchetProcess process = LynchetProcess.run(folder, app)) {
            URI base = LynchetProcess.url(process.awaitReady());
            String document = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(base.resolve("/api/openapi.json"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            SwaggerParseResult result = new OpenAPIV3Parser().readContents(document);
            assertThat(result.getMessages()).isEmpty();
            assertThat(result.getOpenAPI().getPaths())
                    .containsKeys(
                            "/api/entities/Todo",
                            "/api/entities/Todo/{id}",
                            "/api/query/Todo",
                            "/api/transact",
                            "/readyz");
            assertThat(result.getOpenAPI().getComponents().getSchemas())
                    .containsKeys("Todo", "TodoInsert", "TodoPatch");
            assertThat(untold(result.getOpenAPI())).isEmpty();
        }
    }

    /**
     * Operations that don't tell what they answer: all have a body but those that switch protocols or send the browser
     * elsewhere.
     */
    private static List<String> untold(OpenAPI api) {
        return api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .filter(operation -> operation.getResponses().entrySet().stream()
                        .filter(response -> response.getKey().startsWith("2"))
                        .anyMatch(response -> response.getValue().getContent() == null))
                .map(Operation::getOperationId)
                .toList();
    }
}
