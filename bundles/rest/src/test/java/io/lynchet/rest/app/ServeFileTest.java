// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Response;
import io.lynchet.rest.RestComponent;
import io.lynchet.rest.RestServer;
import io.lynchet.testkit.ComponentConfig;
import io.lynchet.testkit.http.FakeInbound;
import io.lynchet.testkit.http.RouterClient.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServeFileTest {
    @TempDir
    Path folder;

    private RestServer server;

    @BeforeEach
    void start() throws IOException {
        Path files = Files.createDirectories(folder.resolve("public"));
        Files.writeString(files.resolve("index.html"), "<p>home");
        Files.writeString(files.resolve("app.js"), "0123456789");
        Files.writeString(files.resolve("big.bin"), "x".repeat(600_000));
        Files.writeString(files.resolve("with space.txt"), "space");
        Files.writeString(files.resolve(".hidden"), "hidden");
        Files.createDirectories(files.resolve("docs/empty"));
        Files.writeString(files.resolve("docs/index.html"), "<p>docs");
        Files.createDirectories(files.resolve(".git"));
        Files.writeString(files.resolve(".git/config"), "hidden");
        Files.writeString(folder.resolve("outside.txt"), "outside");
        Files.createSymbolicLink(files.resolve("link.txt"), folder.resolve("outside.txt"));
        server = new RestServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, <p>home, text/html; charset=utf-8",
        "/index.html, <p>home, text/html; charset=utf-8",
        "/app.js, 0123456789, text/javascript; charset=utf-8",
        "/app.js?v=3, 0123456789, text/javascript; charset=utf-8",
        "/docs/, <p>docs, text/html; charset=utf-8",
        "/with%20space.txt, space, text/plain; charset=utf-8"
    })
    void files_areServedWithTheirType(String target, String body, String type) {
        Answer answer = server.get(null, target);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.type()).isEqualTo(type);
        assertThat(answer.headers())
                .containsKeys("ETag", "Last-Modified")
                .containsEntry("Accept-Ranges", "bytes")
                .containsEntry("Cache-Control", "no-cache")
                .containsEntry("X-Content-Type-Options", "nosniff");
    }

    @Test
    void pages_keepForeignPagesOut_andOtherFilesDoNotNeedTo() throws IOException {
        assertThat(server.get(null, "/").headers())
                .containsEntry(
                        "Content-Security-Policy",
                        "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'")
                .containsEntry("Cross-Origin-Opener-Policy", "same-origin-allow-popups")
                .containsEntry("Cross-Origin-Resource-Policy", "same-origin");
        assertThat(server.get(null, "/app.js").headers()).doesNotContainKey("Content-Security-Policy");
        Path strictFolder = Files.createDirectories(folder.resolve("strict"));
        Files.writeString(
                Files.createDirectories(strictFolder.resolve("public")).resolve("a.svg"), "<svg/>");
        try (RestServer strict = new RestServer(
                strictFolder,
                ComponentConfig.of(RestComponent.Config.class, "contentSecurityPolicy", "default-src 'self'"))) {
            assertThat(strict.get(null, "/a.svg").headers())
                    .containsEntry("Content-Security-Policy", "default-src 'self'");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.hidden",
                "/.git/config",
                "/docs/.x",
                "/link.txt",
                "/nope",
                "/app.js/",
                "/app.js/x",
                "/docs/empty",
                "/docs/empty/",
                "/api/x",
                "/outside.txt",
                "/manifest.json"
            })
    void whatIsHiddenOrOutside_isNotThere(String target) {
        Answer answer = server.get("admin", target);
        assertThat(answer.status()).as(target).isEqualTo(404);
        assertThat(answer.body()).doesNotContain("outside\"").doesNotContain(folder.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/../outside.txt", "/%2e%2e/outside.txt", "/docs/..%2f..%2foutside.txt", "/..%5coutside.txt"})
    void traversal_isRefused(String target) {
        assertThat(server.get(null, target).code()).isEqualTo("BAD_REQUEST");
    }

    @Test
    void folderWithoutSlash_isRedirectedToTheOneWith() {
        Answer answer = server.get(null, "/docs");
        assertThat(answer.status()).isEqualTo(308);
        assertThat(answer.headers()).containsEntry("Location", "./docs/");
    }

    @Test
    void knownFile_is304() {
        Map<String, String> headers = server.get(null, "/app.js").headers();
        Answer byTag = server.call(new FakeInbound("GET", "/app.js", "").with("If-None-Match", headers.get("ETag")));
        assertThat(byTag.status()).isEqualTo(304);
        assertThat(byTag.body()).isEmpty();
        assertThat(byTag.headers()).containsEntry("ETag", headers.get("ETag"));
        Answer byDate = server.call(
                new FakeInbound("GET", "/app.js", "").with("If-Modified-Since", headers.get("Last-Modified")));
        assertThat(byDate.status()).isEqualTo(304);
        for (String stale : new String[] {"\"x\"", "W/\"y\""}) {
            assertThat(server.call(new FakeInbound("GET", "/app.js", "").with("If-None-Match", stale))
                            .status())
                    .isEqualTo(200);
        }
        assertThat(server.call(new FakeInbound("GET", "/app.js", "").with("If-Modified-Since", "nonsense"))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3, 206, 0123, bytes 0-3/10",
        "bytes=5-, 206, 56789, bytes 5-9/10",
        "bytes=-2, 206, 89, bytes 8-9/10",
        "bytes=-99, 206, 0123456789, bytes 0-9/10",
        "bytes=8-99, 206, 89, bytes 8-9/10",
        "'bytes=0-1,4-5', 200, 0123456789,",
        "bytes=3-1, 200, 0123456789,",
        "lines=0-1, 200, 0123456789,",
        "bytes=x-y, 200, 0123456789,"
    })
    void ranges_areCut(String range, int status, String body, String contentRange) {
        Answer answer = server.call(new FakeInbound("GET", "/app.js", "").with("Range", range));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.headers().get("Content-Range")).isEqualTo(contentRange);
    }

    @Test
    void rangeOutside_is416_andIfRangeIsHonoured() {
        assertThat(server.call(new FakeInbound("GET", "/app.js", "").with("Range", "bytes=10-"))
                        .code())
                .isEqualTo("RANGE_NOT_SATISFIABLE");
        Answer changed = server.call(
                new FakeInbound("GET", "/app.js", "").with("Range", "bytes=0-1").with("If-Range", "\"old\""));
        assertThat(changed.status()).isEqualTo(200);
    }

    @Test
    void bigFiles_areStreamedWithTheirLength() throws IOException {
        Answer answer = server.get(null, "/big.bin");
        assertThat(answer.body()).hasSize(600_000);
        Response streamed = server.router.answer(new FakeInbound("GET", "/big.bin", ""));
        assertThat(streamed.length()).isEqualTo(600_000);
        assertThat(sent(streamed)).hasSize(600_000);
        assertThat(server.router.answer(new FakeInbound("HEAD", "/big.bin", "")).length())
                .isEqualTo(600_000);
    }

    @Test
    void changedFile_hasAnotherTag() throws IOException {
        String before = server.get(null, "/app.js").headers().get("ETag");
        Files.writeString(folder.resolve("public/app.js"), "changed!");
        assertThat(server.get(null, "/app.js").headers().get("ETag")).isNotEqualTo(before);
    }

    @Test
    void emptyFile_isServed() throws IOException {
        Files.writeString(folder.resolve("public/empty.txt"), "");
        assertThat(server.get(null, "/empty.txt").status()).isEqualTo(200);
    }

    /** What a browser gets, which takes gzip. */
    private Response browser(String target, String... headers) {
        FakeInbound inbound = new FakeInbound("GET", target, "").with("Accept-Encoding", "gzip, deflate, br");
        for (int i = 0; i < headers.length; i += 2) {
            inbound.with(headers[i], headers[i + 1]);
        }
        return server.router.answer(inbound);
    }

    private static String header(Response response, String name) {
        return response.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Response.Header::value)
                .findFirst()
                .orElse(null);
    }

    private static byte[] sent(Response response) throws IOException {
        if (response.bytes() != null) {
            return response.bytes();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        response.writer().writeTo(out);
        return out.toByteArray();
    }

    /** The second is so long that it is streamed. */
    @ParameterizedTest
    @ValueSource(ints = {2_000, 600_000})
    void text_isCompressed_underATagOfItsOwn_thatIsKnownAgain(int length) throws IOException {
        String text = "body { margin: 0 }\n".repeat(length / 19);
        Files.writeString(folder.resolve("public/style.css"), text);
        String plainTag = server.get(null, "/style.css").headers().get("ETag");

        Response answer = browser("/style.css");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(header(answer, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(answer, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(header(answer, "Accept-Ranges")).isNull();
        byte[] sent = sent(answer);
        assertThat(sent.length).isLessThan(text.length() / 2);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(sent)).readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(text);
        String tag = header(answer, "ETag");
        assertThat(tag).isNotEqualTo(plainTag);

        for (String known : List.of(tag, plainTag)) {
            Response again = browser("/style.css", "If-None-Match", known);
            assertThat(again.status()).as(known).isEqualTo(304);
            assertThat(header(again, "ETag")).isEqualTo(known);
        }
        Files.writeString(folder.resolve("public/style.css"), text + "p { margin: 0 }");
        Response changed = browser("/style.css", "If-None-Match", tag);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(sent(changed)).isNotEmpty();
    }

    /** Bytes of the plain form must not be put behind those of the compressed one. */
    @Test
    void part_isOfThePlainFile_andOfNothingForWhoHasTheCompressedForm() throws IOException {
        String text = "0123456789".repeat(200);
        Files.writeString(folder.resolve("public/digits.txt"), text);
        String plainTag = server.get(null, "/digits.txt").headers().get("ETag");
        for (String[] more : new String[][] {{}, {"If-Range", plainTag}}) {
            Response part = browser(
                    "/digits.txt",
                    Stream.concat(Stream.of("Range", "bytes=3-1502"), Stream.of(more))
                            .toArray(String[]::new));
            assertThat(part.status()).isEqualTo(206);
            assertThat(header(part, "Content-Encoding")).isNull();
            assertThat(header(part, "Content-Range")).isEqualTo("bytes 3-1502/2000");
            assertThat(header(part, "ETag")).isEqualTo(plainTag);
            assertThat(sent(part)).asString(StandardCharsets.UTF_8).isEqualTo(text.substring(3, 1_503));
        }
        Response whole = browser("/digits.txt");
        Response refused = browser("/digits.txt", "Range", "bytes=3-1502", "If-Range", header(whole, "ETag"));
        assertThat(refused.status()).isEqualTo(200);
        assertThat(header(refused, "ETag")).isEqualTo(header(whole, "ETag"));
        assertThat(sent(refused)).isEqualTo(sent(whole));
    }

    @Test
    void smallAndIncompressibleFiles_areSentAsTheyAre() throws IOException {
        for (String target : List.of("/app.js", "/big.bin")) {
            Response answer = browser(target);
            assertThat(header(answer, "Content-Encoding")).as(target).isNull();
            assertThat(header(answer, "Accept-Ranges")).as(target).isEqualTo("bytes");
            assertThat(sent(answer)).as(target).isNotEmpty();
        }
    }
}
