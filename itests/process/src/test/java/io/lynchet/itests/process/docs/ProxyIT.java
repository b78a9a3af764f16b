// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.lynchet.itests.process.app.EventPeer;
import io.lynchet.itests.process.app.LiveApp;
import io.lynchet.itests.process.app.LivePeer;
import io.lynchet.itests.process.app.LiveReplica;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The proxies of the documentation, with its snippets as they are: WebSockets, event streams, compressed answers and
 * addresses go through. Needs nginx and Caddy as Debian has them; {@code .ci/run} installs both.
 */
@Timeout(180)
class ProxyIT {
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"behind","version":"1","routes":[],
             "entities":[{"name":"Note","fields":[{"name":"text","type":"string"}]}],
             "policies":[{"name":"all","entity":"Note","allowRead":"true","allowWrite":"true"}]}
            """;

    @TempDir
    static Path folder;

    private static LiveApp app;

    @BeforeAll
    static void start() throws Exception {
        app = new LiveApp(folder, MANIFEST, java.util.Map.of("LYNCHET_HTTP_PROXIES", "1"));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private static Path installed(String name) {
        Optional<Path> program = ProxyProcess.program(name);
        assumeThat(program)
                .as(name + " is not installed here; .ci/run installs it on Debian")
                .isPresent();
        return program.orElseThrow();
    }

    private static Path fresh(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    @Test
    void nginx_carriesWebSocketsStreamsAndAddresses() throws Exception {
        Path program = installed("nginx");
        try (ProxyProcess proxy = ProxyProcess.nginx(program, fresh("nginx"), app.base())) {
            carriesAll(proxy.base());
        }
    }

    @Test
    void caddy_carriesWebSocketsStreamsAndAddresses() throws Exception {
        Path program = installed("caddy");
        try (ProxyProcess proxy = ProxyProcess.caddy(program, fresh("caddy"), app.base())) {
            carriesAll(proxy.base());
        }
    }

    private static void carriesAll(URI proxy) throws Exception {
        LiveReplica streamed = new LiveReplica("1", "");
        try (LivePeer socket = LivePeer.open(proxy, LiveApp.ADMIN);
                EventPeer stream =
                        new EventPeer(proxy.resolve("/api/live/events?entity=Note"), LiveApp.ADMIN, null, streamed)) {
            socket.subscribe("q", "\"entity\":\"Note\"");
            stream.awaitFrames(1);
            int before = stream.heard.size();
            HttpResponse<byte[]> written = send(HttpRequest.newBuilder(proxy.resolve("/api/entities/Note"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"" + "long ".repeat(1_000) + "\"}")));
            assertThat(written.statusCode()).isEqualTo(201);
            socket.awaitText("the change", 0, text -> text.contains("\"diff\"") && text.contains("long long"));
            stream.awaitFrames(before + 1);
            assertThat(stream.heard.get(before)).contains("long long");
        }
        HttpResponse<byte[]> compressed =
                send(HttpRequest.newBuilder(proxy.resolve("/api/entities/Note")).header("Accept-Encoding", "gzip"));
        assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
            assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8)).contains("long long");
        }
        // A page of the proxy's own origin is one of ours, whose name the proxy passes on.
        HttpResponse<byte[]> own = send(HttpRequest.newBuilder(proxy.resolve("/api/entities/Note"))
                .header("Origin", proxy.toString())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"own\"}")));
        assertThat(own.statusCode()).isEqualTo(201);
        HttpResponse<byte[]> encoded = send(HttpRequest.newBuilder(proxy.resolve("/100%25.txt")));
        assertThat(encoded.statusCode()).isEqualTo(404);
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return client.send(
                request.header("Authorization", "Bearer " + LiveApp.ADMIN).build(), BodyHandlers.ofByteArray());
    }
}
