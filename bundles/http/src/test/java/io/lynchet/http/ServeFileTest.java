// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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

    private TestServer server;

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
        server = new TestServer(folder);
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
        TestServer.Answer answer = server.get(null, target);
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
        try (TestServer strict = new TestServer(strictFolder, "contentSecurityPolicy", "default-src 'self'")) {
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
        TestServer.Answer answer = server.get("admin", target);
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
        TestServer.Answer answer = server.get(null, "/docs");
        assertThat(answer.status()).isEqualTo(308);
        assertThat(answer.headers()).containsEntry("Location", "./docs/");
    }

    @Test
    void knownFile_is304() {
        Map<String, String> headers = server.get(null, "/app.js").headers();
        TestServer.Answer byTag =
                server.call(new FakeInbound("GET", "/app.js", "").with("If-None-Match", headers.get("ETag")));
        assertThat(byTag.status()).isEqualTo(304);
        assertThat(byTag.body()).isEmpty();
        assertThat(byTag.headers()).containsEntry("ETag", headers.get("ETag"));
        TestServer.Answer byDate = server.call(
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
        TestServer.Answer answer = server.call(new FakeInbound("GET", "/app.js", "").with("Range", range));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.headers().get("Content-Range")).isEqualTo(contentRange);
    }

    @Test
    void rangeOutside_is416_andIfRangeIsHonoured() {
        assertThat(server.call(new FakeInbound("GET", "/app.js", "").with("Range", "bytes=10-"))
                        .code())
                .isEqualTo("RANGE_NOT_SATISFIABLE");
        TestServer.Answer changed = server.call(
                new FakeInbound("GET", "/app.js", "").with("Range", "bytes=0-1").with("If-Range", "\"old\""));
        assertThat(changed.status()).isEqualTo(200);
    }

    @Test
    void bigFiles_areStreamedWithTheirLength() {
        TestServer.Answer answer = server.get(null, "/big.bin");
        assertThat(answer.body()).hasSize(600_000);
        assertThat(server.router.answer(new FakeInbound("GET", "/big.bin", "")).length())
                .isEqualTo(600_000);
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
}
