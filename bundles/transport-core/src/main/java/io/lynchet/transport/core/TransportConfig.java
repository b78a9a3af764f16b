// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How to answer; the same keys for each transport. */
@ObjectClassDefinition(name = "HTTP transport")
public @interface TransportConfig {
    @AttributeDefinition(
            description = "Largest request line with headers, in bytes; beyond it the answer is 431.",
            min = "1024",
            max = "1048576")
    int headerBytesMax() default 16_384;

    @AttributeDefinition(
            description = "Time for the whole head of a request, from its first byte on; beyond it the answer is 408.",
            min = "100",
            max = "600000")
    int headTimeoutMillis() default 10_000;

    @AttributeDefinition(
            description = "A connection on which nothing moves for so long is closed.",
            min = "100",
            max = "3600000")
    int idleTimeoutMillis() default 30_000;

    @AttributeDefinition(
            description = "Slowest pace of a body that something waits for, in bytes a second; 0 for any.",
            min = "0",
            max = "1048576")
    int bytesPerSecondMin() default 1_024;

    @AttributeDefinition(description = "Time of grace in which a body may move at any pace.", min = "0", max = "600000")
    int paceGraceMillis() default 10_000;

    @AttributeDefinition(
            description = "Most connections of one address, without WebSockets and event streams; further ones get 429."
                    + " IPv6 addresses count by their first 64 bits, and the clients of a proxy together."
                    + " 0 for any number.",
            min = "0",
            max = "1000000")
    int connectionsPerAddressMax() default 2_048;

    @AttributeDefinition(
            description = "Most requests that are answered at one time; further ones get 503 with Retry-After.",
            min = "1",
            max = "1000000")
    int requestsMax() default 2_048;

    @AttributeDefinition(
            description = "Most platform threads. Where virtual threads are used they carry input and output only.",
            min = "4",
            max = "10000")
    int threadsMax() default 200;

    @AttributeDefinition(description = "Answer requests on virtual threads where the JVM has them (21 and later).")
    boolean virtualThreads() default true;
}
