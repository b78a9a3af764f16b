// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteAnswers;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.http.TestServer;
import io.lynchet.testkit.http.FakeInbound;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {
    private static final byte[] LONG = "0123456789abcdef".repeat(100).getBytes(StandardCharsets.UTF_8);
    private static final byte[] SHORT = "0123456789".getBytes(StandardCharsets.UTF_8);

    private TestServer server = new TestServer();

    private record OneAnswer(String pattern, Function<Request, Response> code) implements Route {
        @Override
        public RouteInfo info() {
            return RouteInfo.of(HttpMethod.GET, pattern, "Answers.")
                    .open()
                    .conditional()
                    .alsoAnswering(new RouteAnswers.Other(206, "A part."))
                    .sending(Stream.of("Set-Cookie", "Content-Encoding", "Content-Range", "ETag", "Accept-Ranges")
                            .map(name -> AnswerHeader.sometimes(name, "Any."))
                            .toArray(AnswerHeader[]::new));
        }

        @Override
        public Response handle(Request request) {
            return code.apply(request);
        }
    }

    private void serve(String pattern, Function<Request, Response> code) {
        server.add(new OneAnswer(pattern, code));
    }

    private Response get(String path, String... headers) {
        FakeInbound inbound = new FakeInbound("GET", path, "").with("Accept-Encoding", "gzip");
        for (int i = 0; i < headers.length; i += 2) {
            inbound.with(headers[i], headers[i + 1]);
        }
        return server.router.answer(inbound);
    }

    private static String header(Response response, String name) {
        List<String> values = response.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Response.Header::value)
                .toList();
        return values.isEmpty() ? null : String.join(", ", values);
    }

    private static byte[] plain(Response response) throws IOException {
        byte[] bytes = response.bytes();
        if (bytes == null) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            response.writer().writeTo(out);
            bytes = out.toByteArray();
        }
        return new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
    }

    @Test
    void longAnswer_isCompressed_andSaysSo() throws IOException {
        serve("/a", request -> Response.json(200, LONG));
        Response answer = get("/a");
        assertThat(header(answer, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(answer, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(answer.length()).isEqualTo(answer.bytes().length).isLessThan(LONG.length / 2);
        assertThat(plain(answer)).isEqualTo(LONG);
        assertThat(header(answer, "X-Request-Id")).isNotNull();
    }

    @Test
    void shortAnswer_isLeftAlone() {
        serve("/a", request -> Response.json(200, SHORT));
        assertThat(get("/a").bytes()).isSameAs(SHORT);
        assertThat(header(get("/a"), "Vary")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip|true",
                "deflate, gzip;q=0.5|true",
                "*|true",
                "X-GZIP|true",
                "gzip;q=0|false",
                "gzip; q=0.000|false",
                "*, gzip;q=0|false",
                "*;q=0|false",
                "br, deflate|false",
                "identity|false"
            })
    void acceptEncoding_ofTheClient_decides(String accepted, boolean compressed) {
        assertThat(Compression.isAccepted(List.of(accepted))).isEqualTo(compressed);
    }

    @Test
    void clientThatSaysNothing_getsItPlain_andCachesKnowThatItDepends() {
        serve("/a", request -> Response.json(200, LONG));
        Response answer = server.router.answer(new FakeInbound("GET", "/a", ""));
        assertThat(answer.bytes()).isSameAs(LONG);
        assertThat(header(answer, "Vary")).isEqualTo("Accept-Encoding");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"image/png", "application/zip", "font/woff2", "application/octet-stream", "text/event-stream"})
    void whatIsCompressedAlready_orMustNotWait_isLeftAlone(String type) {
        serve("/a", request -> Response.bytes(200, type, LONG));
        assertThat(get("/a").bytes()).isSameAs(LONG);
    }

    @Test
    void stream_isCompressed_andHasNoLength() throws IOException {
        serve("/a", request -> Response.stream(200, "text/plain", LONG.length, out -> out.write(LONG)));
        Response answer = get("/a");
        assertThat(answer.length()).isEqualTo(-1);
        assertThat(plain(answer)).isEqualTo(LONG);
    }

    @Test
    void streamThatBreaksOff_isNotFinished() {
        serve(
                "/a",
                request -> Response.stream(200, "text/plain", out -> {
                    out.write(LONG);
                    throw new IOException("broke");
                }));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Response answer = get("/a");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> answer.writer().writeTo(out))
                .hasMessage("broke");
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> new GZIPInputStream(new ByteArrayInputStream(out.toByteArray())).readAllBytes())
                .isInstanceOf(IOException.class);
    }

    @Test
    void answersAboutCredentials_withCookies_orForPagesOfOtherOrigins_areLeftAlone() {
        serve("/api/auth/mine", request -> Response.json(200, LONG));
        serve("/cookie", request -> Response.json(200, LONG).with("Set-Cookie", "a=b"));
        serve("/a", request -> Response.json(200, LONG));
        assertThat(get("/api/auth/mine").bytes()).isSameAs(LONG);
        assertThat(get("/cookie").bytes()).isSameAs(LONG);
        assertThat(get("/a", "Sec-Fetch-Site", "cross-site").bytes()).isSameAs(LONG);
        assertThat(get("/a", "Sec-Fetch-Site", "same-site").bytes()).isSameAs(LONG);
        assertThat(get("/a", "Origin", "https://other.example").bytes()).isSameAs(LONG);
        assertThat(get("/a", "Sec-Fetch-Site", "same-origin").bytes()).isNotSameAs(LONG);
        assertThat(get("/a", "Sec-Fetch-Site", "none").bytes()).isNotSameAs(LONG);
    }

    @Test
    void routeThatSaysSo_isLeftAlone() {
        serve("/a", request -> Response.json(200, LONG).with("Cache-Control", "private, no-transform"));
        serve("/b", request -> Response.json(200, LONG).with("Content-Encoding", "br"));
        serve("/c", request -> Response.json(206, LONG).with("Content-Range", "bytes 0-1599/9999"));
        assertThat(get("/a").bytes()).isSameAs(LONG);
        assertThat(get("/b").bytes()).isSameAs(LONG);
        assertThat(get("/c").bytes()).isSameAs(LONG);
    }

    @Test
    void tag_ofTheCompressedForm_isAnother_andIsKnownAgain() {
        serve(
                "/a",
                request -> "\"7\"".equals(request.header("If-None-Match"))
                        ? Response.empty(304).with("ETag", "\"7\"")
                        : Response.json(200, LONG).with("ETag", "\"7\"").with("Accept-Ranges", "bytes"));
        Response answer = get("/a");
        assertThat(header(answer, "ETag")).isEqualTo("\"7-gzip\"");
        assertThat(header(answer, "Accept-Ranges")).isNull();
        Response again = get("/a", "If-None-Match", "\"7-gzip\"");
        assertThat(again.status()).isEqualTo(304);
        assertThat(header(again, "ETag")).isEqualTo("\"7-gzip\"");
        Response plain = get("/a", "If-None-Match", "\"7\"");
        assertThat(plain.status()).isEqualTo(304);
        assertThat(header(plain, "ETag")).isEqualTo("\"7\"");
    }

    @Test
    void level0_compressesNothing() {
        server = new TestServer(Map.of(), "compressionLevel", 0);
        serve("/a", request -> Response.json(200, LONG));
        assertThat(get("/a").bytes()).isSameAs(LONG);
        assertThat(header(get("/a"), "Vary")).isNull();
    }
}
