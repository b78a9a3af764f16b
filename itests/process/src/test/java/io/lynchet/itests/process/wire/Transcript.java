// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The recorded exchanges of {@code transcripts.txt}, and how an answer is compared with a recorded one. */
final class Transcript {
    private Transcript() {}

    /**
     * One exchange.
     *
     * @param extra members that our answer has beyond the recorded ones
     * @param weakness number of the weakness behind a deliberate difference, 0 for none
     * @param ourCode error code of ours, null for a success
     */
    record Exchange(
            String method,
            String path,
            boolean admin,
            String body,
            int status,
            String answer,
            Set<String> extra,
            int weakness,
            int ourStatus,
            String ourCode) {
        @Override
        public String toString() {
            return method + " " + path + (body == null ? "" : " " + body);
        }
    }

    static List<Exchange> read() throws IOException {
        try (InputStream in = Transcript.class.getResourceAsStream("/transcripts.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<Exchange> exchanges = new ArrayList<>();
            for (String block : text.split("\n\n")) {
                List<String> lines =
                        block.lines().filter(line -> !line.startsWith("#")).toList();
                if (!lines.isEmpty()) {
                    exchanges.add(exchange(lines));
                }
            }
            return exchanges;
        }
    }

    private static Exchange exchange(List<String> lines) {
        String[] request = lines.get(0).substring(2).split(" ");
        String body = null;
        String answer = null;
        int status = 0;
        Set<String> extra = new LinkedHashSet<>();
        String[] difference = {"0", "0", "-"};
        for (String line : lines.subList(1, lines.size())) {
            if (line.startsWith("< ")) {
                status = Integer.parseInt(line.substring(2, 5));
                answer = line.substring(6);
            } else if (line.startsWith("+ ")) {
                extra.addAll(List.of(line.substring(2).split(" ")));
            } else if (line.startsWith("! ")) {
                difference = line.substring(2).split(" ");
            } else {
                body = line;
            }
        }
        return new Exchange(
                request[0],
                request[1],
                request.length > 2,
                body,
                status,
                answer,
                extra,
                Integer.parseInt(difference[0]),
                Integer.parseInt(difference[1]),
                difference[2].equals("-") ? null : difference[2]);
    }

    /**
     * Fails unless the answer has the recorded members, with values of the recorded kinds, and no others than the extra
     * ones.
     */
    static void assertSameShape(String where, Object recorded, Object answered, Set<String> extra) {
        if (recorded instanceof Map<?, ?> expected) {
            assertThat(answered).as(where).isInstanceOf(Map.class);
            Map<?, ?> actual = (Map<?, ?>) answered;
            for (Map.Entry<?, ?> member : expected.entrySet()) {
                assertThat(actual.containsKey(member.getKey()))
                        .as(where + " has " + member.getKey())
                        .isTrue();
                assertSameShape(where + "." + member.getKey(), member.getValue(), actual.get(member.getKey()), extra);
            }
            Set<Object> more = new LinkedHashSet<>(actual.keySet());
            more.removeAll(expected.keySet());
            more.removeAll(extra);
            assertThat(more).as("members that were not recorded at " + where).isEmpty();
        } else if (recorded instanceof List<?> expected) {
            assertThat(answered).as(where).isInstanceOf(List.class);
            List<?> actual = (List<?>) answered;
            assertThat(actual.isEmpty()).as(where + " is empty").isEqualTo(expected.isEmpty());
            for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
                assertSameShape(where + "[" + i + "]", expected.get(i), actual.get(i), extra);
            }
        } else if (recorded != null) {
            assertThat(kind(answered)).as(where).isEqualTo(kind(recorded));
        }
    }

    private static String kind(Object value) {
        return value == null
                ? "null"
                : value instanceof Number ? "number" : value.getClass().getSimpleName();
    }
}
