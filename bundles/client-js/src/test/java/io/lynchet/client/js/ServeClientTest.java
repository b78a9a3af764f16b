// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.client.js;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.testkit.auth.FakeRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ServeClientTest {
    private static final int ZIPPED_BYTES_MAX = 13 * 1024;

    private static Response get(String path, String knownTag) throws Exception {
        for (Route route : ClientComponent.routes()) {
            if (route.info().pattern().equals(path)) {
                FakeRequest request = FakeRequest.of(HttpMethod.GET, path);
                return route.handle(knownTag == null ? request : request.with("If-None-Match", knownTag));
            }
        }
        throw new AssertionError("no route " + path);
    }

    private static String header(Response response, String name) {
        return response.headers().stream()
                .filter(header -> header.name().equals(name))
                .map(Response.Header::value)
                .findFirst()
                .orElse(null);
    }

    @Test
    void client_isOneModuleWithATag_andNotSentAgain() throws Exception {
        Response first = get("/client.js", null);
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.contentType()).isEqualTo("text/javascript; charset=utf-8");
        assertThat(header(first, "Cache-Control")).isEqualTo("no-cache");
        Response second = get("/client.js", "\"other\", " + header(first, "ETag"));
        assertThat(second.status()).isEqualTo(304);
        assertThat(header(second, "ETag")).isEqualTo(header(first, "ETag"));
        assertThat(get("/client.js", "\"other\"").status()).isEqualTo(200);
    }

    @Test
    void types_areServedBesideIt_withATagOfTheirOwn() throws Exception {
        Response types = get("/client.d.ts", null);
        assertThat(types.status()).isEqualTo(200);
        assertThat(header(types, "ETag")).isNotEqualTo(header(get("/client.js", null), "ETag"));
    }

    @Test
    void module_joined_importsNothingAndExportsWhatTheIndexDoes() throws IOException {
        String module = new String(ClientModule.joined(), StandardCharsets.UTF_8);
        assertThat(module.lines().filter(line -> line.startsWith("export ")))
                .containsExactly(
                        "export function createClient(options = {}) {", "export { LynchetError, MemoryStorage };");
        assertThat(module.lines().skip(1)).noneMatch(line -> line.startsWith("import ") || line.startsWith("//"));
        assertThat(ClientModule.joined()).isEqualTo(ClientModule.joined());
    }

    @Test
    void module_zipped_keepsToItsBudget() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(ClientModule.joined());
        }
        assertThat(zipped.size()).isLessThan(ZIPPED_BYTES_MAX);
    }
}
