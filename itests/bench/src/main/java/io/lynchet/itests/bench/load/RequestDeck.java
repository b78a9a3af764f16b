// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.load;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The requests of a run, serialised once before it starts. A loop deals them in order and starts again at the end, so
 * sending costs one system call and no allocation. Immutable and shared by all threads.
 *
 * <pre>
 * bytes  |POST /api/... {"title":...}|GET /api/entities/Todo/0a...|...
 * ends                               ^ 182                        ^ 301
 * kinds   0                            1                            index into kindNames
 * </pre>
 */
public final class RequestDeck {

    private final ByteBuffer bytes;
    private final int[] ends;
    private final byte[] kinds;
    private final List<String> kindNames;

    private RequestDeck(ByteBuffer bytes, int[] ends, byte[] kinds, List<String> kindNames) {
        this.bytes = bytes;
        this.ends = ends;
        this.kinds = kinds;
        this.kindNames = kindNames;
    }

    /** Number of requests before the deck repeats. */
    public int size() {
        return ends.length;
    }

    /** The kinds of request in it, such as {@code insert}; one for each separate latency line of the report. */
    public List<String> kindNames() {
        return kindNames;
    }

    /** The text of a request, for messages and tests. */
    public String text(int index) {
        byte[] out = new byte[end(index) - start(index)];
        bytes.get(start(index), out);
        return new String(out, StandardCharsets.UTF_8);
    }

    int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    int end(int index) {
        return ends[index];
    }

    int kind(int index) {
        return kinds[index];
    }

    /** A view with its own position; the content is shared. */
    ByteBuffer view() {
        return bytes.duplicate();
    }

    /** Starts a deck for one server; the token, if not null, goes into each request as a bearer token. */
    public static Builder builder(Target target, String tokenOrNull) {
        return new Builder(target, tokenOrNull);
    }

    /** Collects requests. Not for several threads. */
    public static final class Builder {

        private final String path;
        private final String headers;
        private final List<String> kindNames = new ArrayList<>();
        private final List<byte[]> requests = new ArrayList<>();
        private final List<Integer> kinds = new ArrayList<>();

        private Builder(Target target, String tokenOrNull) {
            path = target.prefix();
            String auth = tokenOrNull == null ? "" : "Authorization: Bearer " + tokenOrNull + "\r\n";
            headers = " HTTP/1.1\r\nHost: " + target.authority() + "\r\n" + auth;
        }

        /** Adds a request without a body. */
        public Builder get(String kind, String pathAndQuery) {
            return add(kind, ("GET " + path + pathAndQuery + headers + "\r\n").getBytes(StandardCharsets.UTF_8));
        }

        /** Adds a request with a JSON body; the method is POST, PATCH, PUT or DELETE. */
        public Builder send(String kind, String method, String pathAndQuery, String json) {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            String head = method + " " + path + pathAndQuery + headers + "Content-Type: application/json\r\n"
                    + "Content-Length: " + body.length + "\r\n\r\n";
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(head.getBytes(StandardCharsets.UTF_8));
            out.writeBytes(body);
            return add(kind, out.toByteArray());
        }

        private Builder add(String kind, byte[] request) {
            int index = kindNames.indexOf(kind);
            if (index < 0) {
                index = kindNames.size();
                if (index == Byte.MAX_VALUE) {
                    throw new IllegalArgumentException("at most 127 kinds of request");
                }
                kindNames.add(kind);
            }
            requests.add(request);
            kinds.add(index);
            return this;
        }

        /** The deck in the order of adding. At least one request, at most 1 GiB. */
        public RequestDeck inOrder() {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < requests.size(); i++) {
                order.add(i);
            }
            return deal(order);
        }

        /** The deck in an order that depends on nothing but the seed, so that two servers get the same. */
        public RequestDeck shuffled(long seed) {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < requests.size(); i++) {
                order.add(i);
            }
            Collections.shuffle(order, new Random(seed));
            return deal(order);
        }

        private RequestDeck deal(List<Integer> order) {
            long total = requests.stream().mapToLong(r -> r.length).sum();
            if (order.isEmpty() || total > 1 << 30) {
                throw new IllegalArgumentException("a deck holds 1 request to 1 GiB, was " + total + " bytes");
            }
            ByteBuffer all = ByteBuffer.allocateDirect((int) total);
            int[] ends = new int[order.size()];
            byte[] kindOf = new byte[order.size()];
            for (int i = 0; i < ends.length; i++) {
                all.put(requests.get(order.get(i)));
                ends[i] = all.position();
                kindOf[i] = kinds.get(order.get(i)).byteValue();
            }
            return new RequestDeck(all, ends, kindOf, List.copyOf(kindNames));
        }
    }
}
