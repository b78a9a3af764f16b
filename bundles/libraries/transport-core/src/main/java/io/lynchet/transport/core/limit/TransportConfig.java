// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core.limit;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration of a transport; the same keys for each transport. */
@ObjectClassDefinition(name = "HTTP transport")
public @interface TransportConfig {
    @AttributeDefinition(
            description = "Largest request line with headers, in bytes; beyond it the response is 431.",
            min = "1024",
            max = "1048576")
    int headerBytesMax() default 16_384;

    @AttributeDefinition(
            description = "Milliseconds for the whole head of a request, from its first byte on; beyond it the"
                    + " response is 408.",
            min = "100",
            max = "600000")
    int headTimeoutMillis() default 10_000;

    @AttributeDefinition(
            description = "Milliseconds without traffic after which a connection is closed.",
            min = "100",
            max = "3600000")
    int idleTimeoutMillis() default 30_000;

    @AttributeDefinition(
            description = "Slowest pace of a body, in bytes a second; a slower one is cut. 0 for any.",
            min = "0",
            max = "1048576")
    int bytesPerSecondMin() default 1_024;

    @AttributeDefinition(
            description = "Milliseconds at first in which a body may move at any pace.",
            min = "0",
            max = "600000")
    int paceGraceMillis() default 10_000;

    @AttributeDefinition(
            description = "Most connections of one address, not counting WebSockets and event streams; further ones"
                    + " get 429. IPv6 addresses count by their first 64 bits, the clients of a proxy together. 0 for"
                    + " no limit.",
            min = "0",
            max = "1000000")
    int connectionsPerAddressMax() default 2_048;

    @AttributeDefinition(
            description = "Most requests in flight; further ones get 503 with Retry-After.",
            min = "1",
            max = "1000000")
    int requestsMax() default 2_048;

    @AttributeDefinition(
            description = "Most platform threads. With virtual threads they do input and output only.",
            min = "4",
            max = "10000")
    int threadsMax() default 200;

    @AttributeDefinition(
            description = "Whether to handle requests on virtual threads, where the JVM has them (21 and later).")
    boolean virtualThreads() default true;
}
