// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.LynchetProcess;
import io.lynchet.testkit.Seeds;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends mutated requests over raw sockets. Whatever comes in, the answer is below 500 (or the connection is closed),
 * nothing hangs, and what was there before is there after.
 */
class FuzzIT {
    private static final int ROUNDS = 10;
    private static final int REQUESTS = 1_000;
    private static final int ANSWER_MILLIS_MAX = 20_000;
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"fuzz","version":"1","routes":[],
             "entities":[{"name":"Note","fields":[{"name":"title","type":"string"},{"name":"n","type":"int","optional":true},
               {"name":"at","type":"datetime","optional":true},{"name":"x","type":"json","optional":true}]},
              {"name":"Kept","fields":[{"name":"text","type":"string"}]}],
             "policies":[{"name":"notes","entity":"Note","allow":"data.n != 13"},{"name":"kept","entity":"Kept","allowRead":"true"}]}
            """;
    private static final List<String> SEEDS = List.of(
            "POST /api/entities/Note HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 38\r\n\r\n{\"title\":\"a\",\"n\":1,\"x\":{\"y\":[1,2,3]}}  ",
            "GET /api/entities/Note?limit=5&sort=n&order=desc&where=%7B%22n%22%3A1%7D HTTP/1.1\r\nHost: x\r\n\r\n",
            "POST /api/query/Note HTTP/1.1\r\nHost: x\r\nContent-Length: 63\r\n\r\n{\"n\":{\"$gte\":1,\"$in\":[1,2]},\"$order\":{\"n\":\"asc\"},\"$limit\":3}   ",
            "POST /api/query HTTP/1.1\r\nHost: x\r\nContent-Length: 44\r\n\r\n{\"Note\":{\"where\":{\"title\":\"a\"},\"limit\":2}}  ",
            "POST /api/aggregate/Note HTTP/1.1\r\nHost: x\r\nContent-Length: 47\r\n\r\n{\"count\":\"*\",\"sum\":[\"n\"],\"groupBy\":[\"title\"]}   ",
            "POST /api/transact HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3b\r\n[{\"op\":\"insert\",\"entity\":\"Note\",\"data\":{\"title\":\"t\",\"n\":2}}]\r\n0\r\n\r\n",
            "PATCH /api/entities/Note/000000000000000018ea8ebb4bd6261500000000 HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\n{\"n\":1}",
            "GET /api/entities/Kept/cursor?after=&limit=3 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer nope\r\n\r\n",
            "OPTIONS /api/entities/Note HTTP/1.1\r\nHost: x\r\nOrigin: http://evil\r\nAccess-Control-Request-Method: POST\r\n\r\n",
            "GET /index.html HTTP/1.1\r\nHost: x\r\nRange: bytes=0-3\r\nIf-None-Match: \"a\"\r\n\r\n");
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ":",
            ",",
            "null",
            "1e999",
            "-",
            "99999999999999999999",
            "\\u0000",
            "\\ud800",
            "$or",
            "$not",
            "$$",
            "%00",
            "%c0%af",
            "..",
            "//",
            "\u0000",
            "\r\n",
            "\n",
            " ",
            "\u00ff",
            "é",
            "😀",
            "Content-Length: 5\r\n",
            "Transfer-Encoding: chunked\r\n",
            "id",
            "_seq",
            "' OR 1=1 --",
            "[[[[[[[[[[[[[[[[",
            "{\"a\":{\"a\":{\"a\":{\"a\":");

    @TempDir
    Path folder;

    @Test
    void mutatedRequests_neverBreakTheServer() throws Exception {
        fuzz(ROUNDS);
    }

    /** A million, with the ten times as many rounds of the nightly profile. */
    @Test
    @Tag("nightly")
    void aMillionMutatedRequests_neverBreakTheServer() throws Exception {
        fuzz(10 * ROUNDS);
    }

    private void fuzz(int rounds) throws Exception {
        Path app = Files.createDirectory(folder.resolve("app"));
        Files.writeString(app.resolve("manifest.json"), MANIFEST);
        Files.writeString(Files.createDirectory(app.resolve("public")).resolve("index.html"), "<p>hello</p>");
        try (LynchetProcess process = LynchetProcess.run(folder, app)) {
            URI base = LynchetProcess.url(process.awaitReady());
            String kept = exchange(base, keptRow());
            assertThat(kept).contains(" 201 ");
            Seeds.forEach(rounds, random -> round(base, random));
            String left = exchange(
                    base,
                    "GET /api/entities/Kept?total=true HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(left).contains("\"total\":1", "untouched");
            assertThat(process.errors()).as("log").doesNotContain("INTERNAL");
        }
    }

    private static void round(URI base, Random random) throws IOException {
        int answers = 0;
        for (int i = 0; i < REQUESTS; i++) {
            byte[] request = mutated(random);
            String answer = exchange(base, request);
            // 501 and 505 are what HTTP says to an unknown method or version.
            // Who closes its side counts as gone to a read that takes long, as one may on a busy machine.
            boolean broken = answer.matches("(?s)HTTP/1.1 5(?!01|05).*") && !answer.contains("\"The client has gone, ");
            assertThat(broken)
                    .as("request %d:%n%s%n=> %s", i, new String(request, StandardCharsets.ISO_8859_1), answer)
                    .isFalse();
            answers += answer.isEmpty() ? 0 : 1;
        }
        assertThat(answers).as("requests that were answered").isGreaterThan(REQUESTS / 2);
    }

    private static byte[] keptRow() {
        return ("POST /api/entities/Kept HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 20\r\nAuthorization: Bearer "
                        + LynchetProcess.TOKEN + "\r\n\r\n{\"text\":\"untouched\"}")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] mutated(Random random) {
        StringBuilder text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
        int mutations = random.nextInt(4);
        for (int i = 0; i < mutations; i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> text.setCharAt(at, (char) random.nextInt(256));
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(40))));
            }
        }
        return text.toString().getBytes(random.nextInt(20) == 0 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    /**
     * The first part of the answer; empty when the server closed without one. Half-closes, so that a short body is told
     * from a slow one.
     */
    private static String exchange(URI base, byte[] request) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(ANSWER_MILLIS_MAX);
            OutputStream out = socket.getOutputStream();
            out.write(request);
            out.flush();
            socket.shutdownOutput();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            byte[] answer = in.readNBytes(4_096);
            return new String(answer, StandardCharsets.ISO_8859_1);
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("no answer to " + new String(request, StandardCharsets.ISO_8859_1), e);
        } catch (java.net.SocketException e) {
            // A reset: the server closed while there was more to read, which is an answer to garbage.
            return "";
        }
    }
}
