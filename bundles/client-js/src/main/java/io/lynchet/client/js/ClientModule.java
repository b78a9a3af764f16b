// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.client.js;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The client as one ES module, joined from its sources. They are written so that this needs no bundler. Imports are one
 * line each and rename nothing, top-level names are unique among all files, and a comment has lines of its own.
 */
final class ClientModule {
    /** The files, each after those that it imports; the exports of the last one are those of the module. */
    static final List<String> FILES = List.of(
            "emitter.js",
            "backoff.js",
            "http.js",
            "order.js",
            "filter.js",
            "storage.js",
            "events.js",
            "socket.js",
            "write.js",
            "queue.js",
            "overlay.js",
            "live.js",
            "auth.js",
            "rooms.js",
            "collection.js",
            "index.js");

    static final String TYPES = "client.d.ts";

    private static final String HEADER =
            "// lynchet-client, SPDX-License-Identifier: Apache-2.0, Copyright the Lynchet authors.\n";

    private ClientModule() {}

    static byte[] joined() throws IOException {
        StringBuilder module = new StringBuilder(64 * 1024).append(HEADER);
        for (String file : FILES) {
            boolean last = file.equals(FILES.get(FILES.size() - 1));
            new String(source(file), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !isLeftOut(line))
                    .map(line -> last || !line.startsWith("export ") ? line : line.substring("export ".length()))
                    .forEach(line -> module.append(line).append('\n'));
        }
        return module.toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] source(String file) throws IOException {
        try (InputStream in = ClientModule.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException(file + " is not packed");
            }
            return in.readAllBytes();
        }
    }

    private static boolean isLeftOut(String line) {
        return line.isEmpty()
                || line.startsWith("import ")
                || line.startsWith("//")
                || line.startsWith("/*")
                || line.startsWith("*");
    }
}
