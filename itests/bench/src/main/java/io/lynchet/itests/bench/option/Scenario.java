// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.option;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the load consists of. The wire name is the lower-case name with dashes. */
public enum Scenario {
    /** One row per request, durable when answered. */
    INSERT(false),
    /** One row by id, ids in random order. */
    GET(true),
    /** The same with the session of a guest. */
    GET_SIGNED_IN(true),
    /** 20 rows by an indexed field. */
    QUERY(true),
    /** The first 20 rows of the entity. */
    LIST(true),
    /** 60 % get, 20 % query, 10 % insert, 5 % list, 5 % update. */
    MIXED(true),
    /** The insert's request, answered without a store: what transport, routing and parsing cost. */
    ECHO(false),
    /** A GET answered without a store. */
    ECHO_GET(false),
    /** Not a load: starts the server and measures time and memory. */
    START(false),
    /** Not a load: live queries, and writes at a fixed rate that touch some of them. */
    FANOUT(false),
    /** Not a load: sockets that say nothing. */
    IDLE_SOCKETS(false);

    private final boolean seeded;

    Scenario(boolean seeded) {
        this.seeded = seeded;
    }

    /** Whether it stands alone, and starts the server itself. */
    boolean startsServer() {
        return this == START || this == FANOUT || this == IDLE_SOCKETS;
    }

    /** Whether it reads rows that must be there first. */
    public boolean seeded() {
        return seeded;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Scenario of(String name) throws UsageException {
        for (Scenario s : values()) {
            if (s.wireName().equals(name)) {
                return s;
            }
        }
        String known = Arrays.stream(values()).map(Scenario::wireName).collect(Collectors.joining(", "));
        throw new UsageException("unknown scenario '" + name + "'; known are " + known);
    }
}
